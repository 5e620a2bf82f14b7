// When a write-back that Zendesk refused for good is tried again.
import { expect, test } from 'vitest';
import type { Judgement } from '#core/judge/judgement.ts';
import type { ZendeskTicket } from '#core/facts/zendesk-ticket.ts';
import type { WantedNote, WriteBack } from '#flow/ports/tickets.ts';
import { wantedAfter } from '#flow/write-back.ts';

const note = (cause: string, text = 'Words'): WantedNote => ({ cause, text });
const TICKET = { priority: null, tags: [] as readonly string[] } as ZendeskTicket;
const JUDGEMENT = { wantedPriority: null, wantedTags: ['a'] as readonly string[] } as Judgement;
const PARKED: WriteBack = {
  state: 'failed',
  wantedPriority: null,
  wantedTags: ['a'],
  writtenTags: [],
  writtenPriority: null,
  attempts: 1,
  rounds: 0,
  lastError: 'invalid: Zendesk answered 422',
  retryAt: null,
  notes: [note('warned/1'), note('breached/1')],
};

test.each([
  ['the same notes', [note('warned/1'), note('breached/1')], 'failed'],
  ['the same notes in other words', [note('warned/1', 'Late'), note('breached/1', 'Late')], 'failed'],
  ['as many notes of another cause', [note('warned/1'), note('breached/2')], 'pending'],
  ['one note more', [...PARKED.notes, note('breached/2')], 'pending'],
  ['no note any more', [], 'pending'],
])('with %s', (_, notes, state) => {
  expect(wantedAfter(PARKED, JUDGEMENT, TICKET, notes, { lost: [], revived: [] })).toMatchObject({ state, notes });
});

test('two programs that fight keep nobody from hearing of a breach', () => {
  const fought: WriteBack = { ...PARKED, rounds: 3, lastError: 'CONFLICT_LOOP', notes: [] };
  const after = (before: WriteBack, notes: readonly WantedNote[]): WriteBack =>
    wantedAfter(before, JUDGEMENT, TICKET, notes, { lost: [], revived: [] });
  expect(after(fought, [])).toMatchObject({ state: 'failed', lastError: 'CONFLICT_LOOP' });
  const told = after(fought, [note('breached/2')]);
  expect(told).toMatchObject({ state: 'pending', rounds: 3, notes: [{ cause: 'breached/2' }] });
  // Once it is written the fight goes on, and so does the rest.
  expect(after({ ...told, state: 'settled', notes: [] }, [])).toMatchObject({
    state: 'failed',
    lastError: 'CONFLICT_LOOP',
  });
  // A note that is refused for good is not tried for ever.
  const refused = { ...told, state: 'failed', lastError: 'invalid: 422' } as const;
  expect(after(refused, [note('breached/2')])).toMatchObject({ state: 'failed', lastError: 'invalid: 422' });
});
