/** One ticket: read with its audits in one request where Zendesk can, written under the stamp of what was read. */
import type { ManyWrite, ManyWritten, TicketGuess, TicketReading, TicketWrite, Written } from '#flow/ports.ts';
import type { Audit, ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import { z } from 'zod';
import { failureOfError, RequestFailed } from './failure.ts';
import type { Api } from './api.ts';
import { readAudits, type AuditPages, type AuditsAnswer } from './audit-pages.ts';
import { habit } from './habit.ts';
import { noteMetadata } from './notes.ts';
import { jobAnswer, ticketAnswer, ticketShape, writtenAnswer } from './shapes.ts';
import { toAudit, toOrganization, toTicket, toUser } from './words.ts';

/** Accounts that do not send the ticket along with its audits: it is asked for by itself at once. */
const sendsTicketsApart = habit();
/** Accounts whose tickets bear another stamp than their last audit: what the audits make of a ticket could not be written. */
const stampsApart = habit();

/** Reads the audits with the ticket beside them; where the account does not send it along, what `guess` makes of them, or the ticket itself. */
export async function readTicket(
  api: Api,
  ticketId: string,
  after: string | null,
  guess: TicketGuess | null = null,
  expected = 0,
): Promise<TicketReading> {
  const isApart = sendsTicketsApart.counts(api);
  const mayGuess = guess !== null && !stampsApart.counts(api);
  if (!isApart || mayGuess) {
    const include = isApart ? 'users,organizations' : 'tickets,users,organizations';
    const read = await readAudits(api, ticketId, include, after, expected);
    const { pages } = read;
    const beside = isApart ? null : besideAudits(pages, ticketId);
    if (beside !== null) {
      sendsTicketsApart.told(api, ticketId, false);
      return reading(toTicket(beside.ticket), [beside], read, after);
    }
    if (pages.every(({ tickets }) => tickets === undefined || tickets === null || tickets.length === 0))
      sendsTicketsApart.told(api, ticketId, true);
    const guessed = mayGuess ? await guess(auditsOf(pages)) : null;
    if (guessed !== null) return reading(guessed, [], read, after);
  }
  // The ticket must not be newer than its audits: what is written later is compared with its stamp.
  const alone = await api.get(['tickets', ticketId, { include: 'users,organizations' }], ticketAnswer);
  const again = await readAudits(api, ticketId, 'users', after, expected);
  const ticket = theOne(ticketId, alone.ticket);
  stampsApart.told(api, ticketId, !auditsOf(again.pages).some(({ at }) => at === ticket.updatedAt));
  return reading(ticket, [alone], again, after);
}

type Beside = Pick<z.output<typeof ticketAnswer>, 'ticket' | 'users' | 'organizations'>;

/** The ticket of the last page is the newest; a ticket that came along but cannot be read is not there. */
function besideAudits(pages: readonly AuditsAnswer[], ticketId: string): Beside | null {
  const last = pages.at(-1);
  const read = z.array(ticketShape).safeParse(last?.tickets ?? []);
  const ticket = read.success ? read.data.find((one) => one.id === ticketId) : undefined;
  return ticket === undefined ? null : { ticket, users: [], organizations: last?.organizations };
}

function auditsOf(pages: readonly AuditsAnswer[]): readonly Audit[] {
  return pages
    .flatMap((page) => page.audits)
    .map(toAudit)
    .toSorted(inOrder);
}

function reading(
  ticket: ZendeskTicket,
  beside: readonly Pick<Beside, 'users' | 'organizations'>[],
  { pages, whole }: AuditPages,
  after: string | null,
): TicketReading {
  const all = auditsOf(pages);
  const seen = after === null ? -1 : all.findIndex((audit) => audit.id === after);
  const users = [...beside, ...pages].flatMap((part) => part.users ?? []).map(toUser);
  const organization = [...beside, ...pages]
    .flatMap((part) => part.organizations ?? [])
    .find((one) => one.id === ticket.organizationId);
  return {
    ticket,
    // Of those that were made later one may be dated back; their numbers grow with time.
    audits: all.filter(({ id }, index) => index > seen || (after !== null && BigInt(id) > BigInt(after))),
    whole: whole && seen === -1,
    users: [...new Map(users.map((user) => [user.id, user])).values()],
    organization: organization === undefined ? null : toOrganization(organization),
  };
}

/** An answer that shows another ticket is somebody's in between, e.g. a cache: it is asked again. */
function theOne(ticketId: string, shown: Beside['ticket']): ZendeskTicket {
  if (shown.id === ticketId) return toTicket(shown);
  throw new RequestFailed({ kind: 'unavailable', message: "Zendesk's answer shows another ticket" });
}

/** Audit ids grow with time; they are longer than a number can hold exactly. */
function inOrder(left: Audit, right: Audit): number {
  if (left.at !== right.at) return left.at - right.at;
  const [a, b] = [BigInt(left.id), BigInt(right.id)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One PUT with everything that differs. A comment is never public. */
export async function updateTicket(api: Api, write: TicketWrite): Promise<Written> {
  const body = {
    ticket: {
      safe_update: true,
      updated_stamp: write.updatedStamp,
      ...(write.priority === undefined ? {} : { priority: write.priority }),
      ...(write.tags === undefined ? {} : { tags: [...write.tags] }),
      ...(write.note === undefined
        ? {}
        : {
            comment: { body: write.note.body, public: false },
            metadata: noteMetadata(write.note.causes),
          }),
    },
  };
  const answer = await api.put(['tickets', write.ticketId], body, writtenAnswer);
  return {
    ticket: theOne(write.ticketId, answer.ticket),
    audit: answer.audit === null || answer.audit === undefined ? null : toAudit(answer.audit),
  };
}

/** Pauses between looks at a job, in ms; a job that takes longer than all of them is given up as not known. */
const JOB_PAUSES = [200, 300, 500, 1_000, 1_000, 2_000, 2_000, 3_000, 5_000, 5_000, 10_000, 10_000, 10_000, 10_000];

/** What is refused to a job says nothing of its tickets: each of them is read again. */
const OF_THE_JOB: ReadonlySet<string> = new Set(['gone', 'closed', 'invalid', 'forbidden']);

async function ofJob<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { kind, message } = failureOfError(error);
    if (!OF_THE_JOB.has(kind)) throw error;
    throw new RequestFailed({ kind: 'conflict', message: `the job was refused: ${message}` });
  }
}

type Job = z.output<typeof jobAnswer>['job_status'];

/** The job as it is now; as it was, where a limit holds the question up. Any other failure says nothing of what the job did. */
async function jobNow(api: Api, job: Job): Promise<Job> {
  try {
    return (await api.get(['job_statuses', job.id], jobAnswer)).job_status;
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    const { kind, message } = error.failure;
    if (kind === 'rate_limited') return job;
    throw new RequestFailed({ kind: 'conflict', message: `what a job did is not known: ${message}` });
  }
}

/** One equal change for many tickets, as a job; resolves when the job has ended. A job that is refused or whose end is not known is a `conflict`. */
export async function updateMany(
  api: Api,
  write: ManyWrite,
  pause: (ms: number) => Promise<void>,
): Promise<ManyWritten> {
  const ticket = {
    ...(write.priority === undefined ? {} : { priority: write.priority }),
    ...(write.addTags.length === 0 ? {} : { additional_tags: [...write.addTags] }),
    ...(write.removeTags.length === 0 ? {} : { remove_tags: [...write.removeTags] }),
  };
  const many = { ids: write.ticketIds.join(',') };
  const started = await ofJob(api.put(['tickets', 'update_many', many], { ticket }, jobAnswer));
  let job = started.job_status;
  for (const ms of JOB_PAUSES) {
    if (job.status !== 'queued' && job.status !== 'working') return jobResult(job, write.ticketIds);
    await pause(ms);
    job = await jobNow(api, job);
  }
  if (job.status !== 'queued' && job.status !== 'working') return jobResult(job, write.ticketIds);
  throw new RequestFailed({ kind: 'conflict', message: 'a job of Zendesk did not end in time' });
}

/** What the job does not name did not happen as far as we know: it is read again. */
function jobResult(job: Job, ticketIds: readonly string[]): ManyWritten {
  const results = new Map((job.results ?? []).map((result) => [result.id, result]));
  const done: string[] = [];
  const failed: ManyWritten['failed'][number][] = [];
  for (const ticketId of ticketIds) {
    const result = results.get(ticketId);
    if (job.status === 'completed' && (result?.success === true || result?.status === 'Updated')) {
      done.push(ticketId);
      continue;
    }
    const message = result?.error ?? `the job is ${job.status} and says nothing of this ticket`;
    failed.push({ ticketId, message, conflict: result === undefined || /conflict|collision/i.test(message) });
  }
  return { done, failed };
}
