// Background jobs: queued, working, completed; each item may fail by itself.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from '../account.ts';
import type { Job, JsonObject } from '../records.ts';
import { recordNotFound, Refusal } from '../refusal.ts';
import { jobJson } from '../serialize-settings.ts';
import { queryOf } from '../http/server.ts';
import { pageOf } from './paging.ts';

const LIFE_MS = 60 * 60_000;
const DEFAULT_DELAY_MS = 20;

/** Queues a job. Throws 429 when all slots are taken. */
export function startJob<T extends { id: number }>(
  account: Account,
  type: string,
  items: T[],
  run: (item: T, index: number) => JsonObject,
): Job {
  const { state, clock, options, limiter } = account;
  const active = [...state.jobs.values()].filter((job) => job.status === 'queued' || job.status === 'working');
  if (active.length >= limiter.limits.jobs) {
    throw new Refusal(429, {
      error: 'TooManyJobs',
      description: `You have too many jobs queued or running. Only ${limiter.limits.jobs} are allowed at a time.`,
      current_job_ids: active.map((job) => job.id),
    });
  }
  const job: Job = {
    id: state.nextHex(32),
    type,
    total: items.length,
    progress: 0,
    status: 'queued',
    message: null,
    results: null,
    createdAt: clock.now(),
  };
  state.jobs.set(job.id, job);
  const delay = options.jobDelayMs ?? DEFAULT_DELAY_MS;
  account.later(delay, () => {
    job.status = 'working';
    account.later(delay, () => {
      job.results = items.map((item, index) => runItem(item, index, run));
      job.progress = items.length;
      job.status = 'completed';
      job.message = `Completed at ${new Date(clock.now()).toISOString()}`;
    });
  });
  return job;
}

function runItem<T extends { id: number }>(
  item: T,
  index: number,
  run: (item: T, index: number) => JsonObject,
): JsonObject {
  try {
    return run(item, index);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = error.body ?? {};
    return {
      index,
      id: item.id,
      error: body.error ?? 'Failed',
      details: body.details ?? body.description ?? null,
      success: false,
    };
  }
}

/** The answer to whoever started a job, with the slots that are left. */
export function jobAnswer(account: Account, reply: FastifyReply, job: Job): JsonObject {
  const most = account.limiter.limits.jobs;
  const active = [...account.state.jobs.values()].filter((one) => one.status === 'queued' || one.status === 'working');
  reply.header(
    'zendesk-ratelimit-inflight-jobs',
    `total=${most}; remaining=${Math.max(0, most - active.length)}; resets=60`,
  );
  return { job_status: jobJson(account.state, job) };
}

/** Mounts the routes. */
export function jobRoutes(server: FastifyInstance, account: Account): void {
  const { state, clock } = account;
  const alive = () => [...state.jobs.values()].filter((job) => job.createdAt > clock.now() - LIFE_MS);

  server.get('/api/v2/job_statuses', async (request) =>
    pageOf(request, 'job_statuses', alive(), (job) => jobJson(state, job)),
  );
  server.get('/api/v2/job_statuses/show_many', async (request) => {
    const ids = (queryOf(request).ids ?? '').split(',');
    return {
      job_statuses: alive()
        .filter((job) => ids.includes(job.id))
        .map((job) => jobJson(state, job)),
    };
  });
  server.get('/api/v2/job_statuses/:id', async (request) => {
    const { id } = request.params as { id: string };
    const job = alive().find((one) => one.id === id);
    if (!job) throw recordNotFound();
    return { job_status: jobJson(state, job) };
  });
}
