/** Defect: linked where a reference is given, else made in the policy's tracker, then recorded on the ticket. */
import { act } from './act.ts';
import type { ActPorts } from './act.ts';
import type { Defects } from './ports/others.ts';
import type { Actor } from './ports/store.ts';
import { refused } from './refused.ts';
import type { Outcome } from './refused.ts';
import { policyOf, rowOf } from './support.ts';
import type { SupportView } from './support.ts';

export interface DefectWish {
  readonly ticketId: string;
  /** A title, or a reference such as `owner/repository#12`. */
  readonly title: string;
  readonly details: string | null;
  readonly by: Actor;
  readonly key: string;
}

const REFERENCE = /^[\w.-]+\/[\w.-]+#\d+$/;

/** `defects` null: no tracker is connected, references can be linked all the same. */
export async function reportDefect(
  wish: DefectWish,
  ports: ActPorts & { readonly defects: Defects | null },
): Promise<Outcome<SupportView>> {
  const row = await rowOf(wish.ticketId, ports);
  if (row.kind === 'missing') return refused('NOT_FOUND', `There is no ticket ${wish.ticketId}.`);
  if (row.kind === 'unavailable') return refused('UNAVAILABLE', row.message);
  const tracker = policyOf(row.value, ports.registry)?.defects ?? null;
  const title = wish.title.trim();
  const record = (reference: string, url: string | null): Promise<Outcome<SupportView>> =>
    act({ ...wish, wish: { kind: 'defect', reference, url, state: 'open' } }, ports);

  if (REFERENCE.test(title)) {
    const url = tracker?.url?.replaceAll('{{reference}}', title) ?? githubUrl(title);
    return record(title, url);
  }
  if (tracker?.github == null || ports.defects === null) {
    return refused('NO_TRACKER', 'No defect tracker is connected: give a reference such as owner/repository#12.');
  }
  const made = await ports.defects.report({
    repository: tracker.github,
    title,
    body: `${wish.details ?? ''}\n\nZendesk ticket ${wish.ticketId}`.trim(),
    labels: tracker.priority === null ? [] : [tracker.priority],
    key: wish.key,
  });
  if (!made.ok) return refused('UNAVAILABLE', `The defect tracker did not take it: ${made.failure.message}`);
  return record(made.value.reference, made.value.url);
}

function githubUrl(reference: string): string {
  const [repository = '', number = ''] = reference.split('#');
  return `https://github.com/${repository}/issues/${number}`;
}
