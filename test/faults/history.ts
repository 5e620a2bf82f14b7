/** What happened in a fault test, line by line, and the one checker of the invariants over it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A webhook that was sent to a replica. */
export interface SentLine {
  readonly type: 'sent';
  readonly id: string;
  readonly ticketId: string;
}
/** Its answer; `status` 0: there was none, and `body` is the error's code. */
export interface AnsweredLine {
  readonly type: 'answered';
  readonly id: string;
  /** By the account's clock. */
  readonly at?: number;
  readonly status: number;
  readonly body: string;
}
/** A write that the Zendesk stand-in applied. */
export interface WriteLine {
  readonly type: 'write';
  readonly at: number;
  readonly ticketId: number;
  readonly actorId: number;
  readonly created: boolean;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly comment: { readonly public: boolean; readonly body: string } | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}
/** A process that ended; `asked`: by the test, and as asked. */
export interface EndedLine {
  readonly type: 'ended';
  readonly pid: number;
  readonly code: number | null;
  readonly signal: string | null;
  readonly asked: boolean;
}
export interface OtherLine {
  readonly type: 'request' | 'kill' | 'fault' | 'clock' | 'note';
}
export type Line = SentLine | AnsweredLine | WriteLine | EndedLine | OtherLine;

/** How everything stands at the end. */
export interface FinalState {
  /** The account's clock. */
  readonly at?: number;
  readonly botUserId: number;
  /** Of every ticket of the test: as Zendesk has it, and as the reference model says. */
  readonly tickets: readonly {
    readonly id: string;
    readonly priority: string | null;
    readonly tags: readonly string[];
    readonly wantedPriority: string | null;
    readonly wantedTags: readonly string[];
  }[];
  /** The sidecar's own rows. */
  readonly decisions: readonly { readonly id: string; readonly seenAt: number | null; readonly decided: boolean }[];
  readonly events: readonly { readonly id: string; readonly done: boolean }[];
  readonly secrets: readonly string[];
  /** Logs and other output. */
  readonly output: string;
  /** Whether a replica was ready, with nothing left to do, when the test ended. */
  readonly recovered: boolean;
}

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I7' | 'I8' | 'I9';

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}

/** Keeps lines; each has a time that never jumps. */
export class History {
  readonly lines: (Line & { readonly monotonicMs?: number })[] = [];

  add(line: Line): void {
    this.lines.push({ monotonicMs: performance.now(), ...line });
  }

  /** Writes it as one JSON object a line. Returns the path. */
  save(name: string, final: FinalState): string {
    const path = resolve('dist/histories', `${name.replaceAll(/[^\w-]+/g, '-')}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    const { output: _output, ...rest } = final;
    const lines = [...this.lines, { type: 'final', ...rest }].map((line) => JSON.stringify(line));
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  }
}

/** Every violation of an invariant; none: the test has passed. */
export function check(lines: readonly Line[], final: FinalState): readonly Violation[] {
  const answered = lines.filter((line) => line.type === 'answered');
  const writes = lines.filter((line) => line.type === 'write' && line.actorId === final.botUserId) as WriteLine[];
  return [
    ...lost(lines, answered, final),
    ...unseen(lines, final),
    ...doubled(writes),
    ...refusedWithEffect(answered, final),
    ...unlikeModel(final),
    ...early(writes),
    ...publicComments(writes),
    ...leaked(answered, final),
    ...notRecovered(lines, final),
  ];
}

/** What was looked at is kept for so long. */
const KEPT_MS = 86_400_000;

/** I1: what was answered 2xx was looked at, and its ticket has a decision. */
function lost(lines: readonly Line[], answered: readonly AnsweredLine[], final: FinalState): Violation[] {
  const found: Violation[] = [];
  const events = new Map(final.events.map((event) => [event.id, event]));
  const decisions = new Map(final.decisions.map((decision) => [decision.id, decision]));
  const ticketOf = new Map(lines.flatMap((line) => (line.type === 'sent' ? [[line.id, line.ticketId] as const] : [])));
  const accepted = answered.filter(({ status }) => status >= 200 && status <= 299);
  const acceptedAt = new Map(accepted.toReversed().map(({ id, at }) => [id, at]));
  for (const { id } of accepted) {
    const isTidied = (final.at ?? 0) - (acceptedAt.get(id) ?? Infinity) > KEPT_MS && !events.has(id);
    if (events.get(id)?.done !== true && !isTidied)
      found.push({ invariant: 'I1', what: `accepted delivery ${id} was never looked at` });
    const ticketId = ticketOf.get(id);
    if (ticketId !== undefined && decisions.get(ticketId)?.decided !== true)
      found.push({ invariant: 'I1', what: `ticket ${ticketId} of delivery ${id} has no decision` });
  }
  return found;
}

/** I1: what others changed in Zendesk was seen. By the minute: a webhook that leaves nothing to read says no more. */
function unseen(lines: readonly Line[], final: FinalState): Violation[] {
  const decisions = new Map(final.decisions.map(({ id, seenAt }) => [id, seenAt]));
  const changed = new Map(
    lines.flatMap((line) =>
      line.type === 'write' && line.actorId !== final.botUserId ? [[String(line.ticketId), line.at] as const] : [],
    ),
  );
  return final.tickets.flatMap(({ id }): Violation[] => {
    const changedAt = changed.get(id);
    const seenAt = decisions.get(id) ?? null;
    return changedAt === undefined || (seenAt !== null && seenAt >= changedAt - (changedAt % 60_000))
      ? []
      : [{ invariant: 'I1', what: `ticket ${id} changed at ${String(changedAt)}, seen at ${String(seenAt)}` }];
  });
}

/** I2: one cause, one effect. */
function doubled(writes: readonly WriteLine[]): Violation[] {
  const seen = new Set<string>();
  return writes.flatMap((write) =>
    causesOf(write).flatMap((cause): Violation[] => {
      const key = `${String(write.ticketId)} ${cause}`;
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [{ invariant: 'I2', what: `ticket ${String(write.ticketId)}: ${cause} happened twice` }];
    }),
  );
}

function causesOf({ metadata }: WriteLine): readonly string[] {
  const ours = metadata['tierline'];
  if (typeof ours !== 'object' || ours === null || !('causes' in ours) || !Array.isArray(ours.causes)) return [];
  return ours.causes.map(String);
}

/** I3: a delivery that was only ever refused as wrong (4xx) is nowhere. */
function refusedWithEffect(answered: readonly AnsweredLine[], final: FinalState): Violation[] {
  const statuses = Map.groupBy(answered, ({ id }) => id);
  const stored = new Set(final.events.map(({ id }) => id));
  return [...statuses].flatMap(([id, answers]): Violation[] => {
    const refused = answers.every(({ status }) => status >= 400 && status < 500);
    return refused && stored.has(id) ? [{ invariant: 'I3', what: `refused delivery ${id} was stored` }] : [];
  });
}

/** I4: priority and tags are those of the reference model, whatever the order of arrival. */
function unlikeModel(final: FinalState): Violation[] {
  return final.tickets.flatMap((ticket): Violation[] => {
    const is = `${ticket.priority ?? 'none'} ${ticket.tags.toSorted().join(' ')}`;
    const wanted = `${ticket.wantedPriority ?? 'none'} ${ticket.wantedTags.toSorted().join(' ')}`;
    return is === wanted
      ? []
      : [{ invariant: 'I4', what: `ticket ${ticket.id} is [${is}], the model says [${wanted}]` }];
  });
}

/** I5: nothing is told before it was due. A breach names its due time to the second; an escalation carries its instant. */
function early(writes: readonly WriteLine[]): Violation[] {
  return writes.flatMap((write) =>
    [...dueTimes(write)].flatMap((due): Violation[] =>
      write.at + 1_000 < due
        ? [{ invariant: 'I5', what: `ticket ${String(write.ticketId)}: told ${String(due - write.at)} ms too early` }]
        : [],
    ),
  );
}

function* dueTimes(write: WriteLine): Generator<number> {
  for (const cause of causesOf(write)) {
    const at = /^escalated\/.+\/(\d+)$/.exec(cause)?.[1];
    if (at !== undefined) yield Number(at);
  }
  for (const [, day, time] of (write.comment?.body ?? '').matchAll(/was due at (\S+) (\S+) UTC/g))
    yield Date.parse(`${day ?? ''}T${time ?? ''}Z`);
}

/** I7: no public comment, ever. */
function publicComments(writes: readonly WriteLine[]): Violation[] {
  return writes.flatMap((write): Violation[] =>
    write.comment?.public === true
      ? [{ invariant: 'I7', what: `public comment on ticket ${String(write.ticketId)}` }]
      : [],
  );
}

/** I8: no secret in any answer or output. */
function leaked(answered: readonly AnsweredLine[], final: FinalState): Violation[] {
  const texts = [final.output, ...answered.map(({ body }) => body)];
  return final.secrets.flatMap((secret, index): Violation[] =>
    texts.some((text) => text.includes(secret))
      ? [{ invariant: 'I8', what: `secret number ${String(index + 1)} is in the output` }]
      : [],
  );
}

/** I9: it recovers by itself, and never ends by itself. */
function notRecovered(lines: readonly Line[], final: FinalState): Violation[] {
  const ends = lines.flatMap((line): Violation[] =>
    line.type === 'ended' && !line.asked
      ? [{ invariant: 'I9', what: `process ${String(line.pid)} ended by itself: ${String(line.code ?? line.signal)}` }]
      : [],
  );
  return final.recovered
    ? ends
    : [...ends, { invariant: 'I9', what: 'it was not ready, or had work left, at the end' }];
}
