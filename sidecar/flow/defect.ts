/** Defect: linked where a reference is given, else made in the policy's tracker, then recorded on the ticket. */
import { act } from './act.ts';
import type { ActPorts } from './act.ts';
import { actorName } from './actor-name.ts';
import { endOf, refusedByEnd } from './ended.ts';
import type { Defects } from './ports/others.ts';
import type { Actor } from './ports/store.ts';
import { refused } from './refused.ts';
import type { Outcome, Refused } from './refused.ts';
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
  // Refused whatever the reference: nothing is made in the tracker for it.
  if (tracker === null || refusedByEnd(endOf(row.value), 'defect') !== null) return record(title, null);
  if (tracker.github === null || ports.defects === null) {
    const message = 'No defect tracker is connected: give a reference such as owner/repository#12.';
    return told('NO_TRACKER', message, wish, ports);
  }
  const made = await ports.defects.report({
    repository: tracker.github,
    title,
    body: `${wish.details ?? ''}\n\nZendesk ticket ${wish.ticketId}`.trim(),
    labels: tracker.priority === null ? [] : [tracker.priority],
    key: wish.key,
  });
  if (made.ok) return record(made.value.reference, made.value.url);
  return told('UNAVAILABLE', `The defect tracker did not take it: ${made.failure.message}`, wish, ports);
}

/** Refused before it became an act: it stands in the log as any other. */
async function told(
  code: string,
  message: string,
  { ticketId, title, by }: DefectWish,
  { audit }: ActPorts,
): Promise<Refused> {
  await audit.append({
    actor: actorName(by),
    role: by.role,
    action: 'defect',
    subject: `ticket ${ticketId}`,
    detail: JSON.stringify({ kind: 'defect', title }),
    outcome: `refused: ${code}`,
  });
  return refused(code, message);
}

function githubUrl(reference: string): string {
  const [repository = '', number = ''] = reference.split('#');
  return `https://github.com/${repository}/issues/${number}`;
}
