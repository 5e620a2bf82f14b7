/** Builds that are broken on purpose, each so that one invariant no longer holds: `node --import` with BREAKAGE=name. */
import type { Invariant } from './history.ts';
import { loadWith, type Patch } from './patches.ts';

interface Breakage {
  readonly breaks: Invariant;
  readonly patches: readonly Patch[];
}

const ROUTE = 'rim/http/webhook-route.ts';

export const BREAKAGES = {
  'answers before it has stored': {
    breaks: 'I1',
    patches: [
      {
        file: ROUTE,
        before: 'return await within(STORE_WITHIN, options.accept(delivery));',
        after: `setTimeout(() => void options.accept(delivery).catch(() => undefined), 600_000).unref(); return 'accepted';`,
      },
    ],
  },
  'repeats a note without a look at the audits': {
    breaks: 'I2',
    patches: [
      {
        file: 'flow/look/result.ts',
        before: 'new Set([...row.firedCauses, ...audits.flatMap(({ causes }) => causes)])',
        after: 'new Set(row.firedCauses)',
      },
    ],
  },
  'stores what it refuses': {
    breaks: 'I3',
    patches: [
      {
        file: ROUTE,
        before: '    complain(code);\n    return code;',
        after: `await options.accept({ identity: signature ?? '', signedAt: receivedAt, receivedAt,
          invocationId: header(request, 'x-zendesk-webhook-invocation-id'), text: body.bytes.toString('utf8'),
          reading: readWebhook(body.bytes) }); return code;`,
      },
    ],
  },
  'sets a wrong priority': {
    breaks: 'I4',
    patches: [
      {
        file: 'core/plan/tags.ts',
        before: 'return verdicts.priority?.zendesk ?? null;',
        after: `const wanted = verdicts.priority?.zendesk ?? null; return wanted === 'low' ? 'normal' : wanted;`,
      },
    ],
  },
  'tells of a breach a minute before it': {
    breaks: 'I5',
    patches: [
      {
        file: 'core/judge/runs.ts',
        before: `if (due !== null && due < state.at) return 'breached';`,
        after: `if (due !== null && due - 60_000 < state.at) return 'breached';`,
      },
      {
        file: 'core/judge/agenda.ts',
        before: 'if (timer.dueAt !== null) next.consider(timer.dueAt + 1);',
        after: 'if (timer.dueAt !== null) next.consider(timer.dueAt - 59_000);',
      },
    ],
  },
  'writes where customers read': {
    breaks: 'I7',
    patches: [
      {
        file: 'rim/zendesk/tickets.ts',
        before: 'comment: { body: write.note.body, public: false },',
        after: 'comment: { body: write.note.body, public: true },',
      },
    ],
  },
  'logs a secret': {
    breaks: 'I8',
    patches: [
      {
        file: 'main.ts',
        before: 'log.info({ address, database: kept.kind',
        after: 'log.info({ address, account: settings.zendesk.clientSecret, database: kept.kind',
      },
    ],
  },
  'ends when the database does': {
    breaks: 'I9',
    patches: [
      {
        file: 'rim/postgres/server.ts',
        before: `pool.on('error', () => undefined);`,
        after: `pool.on('error', () => process.exit(1));`,
      },
    ],
  },
} as const satisfies Readonly<Record<string, Breakage>>;

export type BreakageName = keyof typeof BREAKAGES;

const ordered = process.env['BREAKAGE'];
if (ordered !== undefined) loadWith(BREAKAGES[ordered as BreakageName].patches);
