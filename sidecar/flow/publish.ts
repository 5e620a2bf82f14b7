/** Policies: check and keep a draft, publish it, publish an earlier one again, publish files at start. */
import type { EpochMs } from '#core/facts/facts.ts';
import type { PolicyReader } from './policy-text.ts';
import type { Clock } from './ports/others.ts';
import type { Policies, PolicyRecord, PolicyRegistry } from './ports/policies.ts';
import { actorName } from './actor-name.ts';
import type { Actor, Agenda, AuditLog, Exclusively } from './ports/store.ts';
import { problemWords } from './policy-views.ts';
import { done, refused } from './refused.ts';
import type { Outcome, Refused, RefusedProblem } from './refused.ts';

export interface PublishPorts {
  readonly policies: Policies;
  readonly registry: PolicyRegistry;
  readonly agenda: Agenda;
  readonly clock: Clock;
  readonly audit: AuditLog;
  /** Asked at checking and publishing, never at judging. */
  readonly reader: PolicyReader;
}

export interface CheckedPolicy {
  readonly id: string;
  readonly title: string;
  /** Its public holidays, to keep with a publication. */
  readonly frozen: string;
  /** Warnings. */
  readonly problems: readonly RefusedProblem[];
}
export interface PolicyVersion extends PolicyRecord {
  readonly problems: readonly RefusedProblem[];
}

/** What no policy may cost, as the checks name it. */
const TOO_MUCH = new Set(['too-large', 'too-costly']);

/** Reads and checks a text; refused with POLICY_INVALID (LIMIT_EXCEEDED: too much of it) and every fault with its place. */
export async function checkText(
  text: string,
  ports: Pick<PublishPorts, 'reader' | 'clock'>,
): Promise<Outcome<CheckedPolicy>> {
  const today = new Date(await ports.clock.now()).toISOString().slice(0, 10);
  const { policy, problems } = await ports.reader.check(text, today, null);
  if (policy !== null) return done({ ...policy, problems: problems.map(problemWords) });
  const first = problems.find(({ severity }) => severity === 'error');
  const where =
    first === undefined ? '' : ` Line ${String(first.line)}, column ${String(first.column)}: ${first.message}`;
  const code = TOO_MUCH.has(first?.rule ?? '') ? 'LIMIT_EXCEEDED' : 'POLICY_INVALID';
  return refused(code, `The policy has faults.${where}`, problems.map(problemWords));
}

export async function savePolicyDraft(text: string, by: Actor, ports: PublishPorts): Promise<Outcome<PolicyVersion>> {
  const checked = await checkText(text, ports);
  if (checked.kind === 'refused') return checked;
  const { id, title, problems } = checked.value;
  const versions = (await ports.policies.list()).filter((each) => each.id === id);
  const newest = versions.at(-1);
  const stands = versions.find(({ state }) => state === 'published');
  // The same text again is the same draft, unless another was published meanwhile: whoever saves it again has seen that one.
  if (newest?.state === 'draft' && newest.text === text && !isOvertaken(newest, stands, await ports.clock.now())) {
    await repeated('savePolicyDraft', newest, by, ports);
    return done({ ...newest, problems });
  }
  return done({ ...(await ports.policies.saveDraft({ id, title, text }, by)), problems });
}

export interface Publication {
  readonly id: string;
  readonly version: number;
  readonly note: string;
  /** True: open tickets move to this version too; else it applies to tickets opened from now on. */
  readonly moveOpen?: boolean;
}

/** The note is all that later readers learn of why the policy changed. Null: there is one. */
function withoutNote(note: string): Refused | null {
  if (note.trim() !== '') return null;
  const message = 'A publication needs a note that says what changes and why.';
  return refused('BAD_USER_INPUT', message, [{ message, path: 'note' }]);
}

/** Publishes a draft. Publishing the published version again with the same note is the same publication. */
export async function publishPolicy(
  { id, version, note, moveOpen = false }: Publication,
  by: Actor,
  ports: PublishPorts,
): Promise<Outcome<PolicyVersion>> {
  const { policies } = ports;
  const silent = withoutNote(note);
  if (silent !== null) return silent;
  const record = await policies.find(id, version);
  if (record === null) return refused('NOT_FOUND', `There is no version ${String(version)} of policy ${id}.`);
  if (record.state === 'published' && record.note === note) {
    await repeated('publishPolicy', record, by, ports);
    return done({ ...record, problems: await warningsOf(record, ports) });
  }
  if (record.state !== 'draft') {
    return refused('CONFLICT', `Version ${String(version)} was published before: restore it, or save a new draft.`);
  }
  const checked = await checkText(record.text, ports);
  if (checked.kind === 'refused') return checked;
  const { frozen } = checked.value;
  const versions = (await policies.list()).filter((each) => each.id === id);
  const stands = versions.find(({ state }) => state === 'published');
  const latest = stands?.version ?? null;
  if (isOvertaken(record, stands, await ports.clock.now())) {
    return refused('CONFLICT', `Version ${String(latest)} was published after this draft was saved: save it again.`);
  }
  const result = await policies.publish({ id, version, frozen, note, latest, movesOpen: moveOpen }, by);
  if (result === 'conflict' || result === 'missing') {
    return refused('CONFLICT', 'Another version was published at the same time: look at it first.');
  }
  await ports.registry.refresh();
  await ports.agenda.askPublished();
  return done({ ...result, problems: checked.value.problems });
}

/** The text of an earlier version as a new one. */
export async function restorePolicy(
  publication: Publication,
  by: Actor,
  ports: PublishPorts,
): Promise<Outcome<PolicyVersion>> {
  const silent = withoutNote(publication.note);
  if (silent !== null) return silent;
  const record = await ports.policies.find(publication.id, publication.version);
  if (record === null || record.state === 'draft') {
    return refused('NOT_FOUND', `Version ${String(publication.version)} of ${publication.id} was never published.`);
  }
  // Asked for again because the answer was lost: what stands is the answer.
  const stands = (await ports.policies.list()).find(({ id, state }) => id === publication.id && state === 'published');
  if (stands !== undefined && stands.text === record.text && stands.note === publication.note) {
    await repeated('restorePolicy', stands, by, ports);
    return done({ ...stands, problems: await warningsOf(stands, ports) });
  }
  const draft = await savePolicyDraft(record.text, by, ports);
  if (draft.kind === 'refused') return draft;
  return publishPolicy({ ...publication, version: draft.value.version }, by, ports);
}

/** Whether another version was published since the draft was saved: whoever wrote it has not seen that one. */
function isOvertaken(draft: PolicyRecord, stands: PolicyRecord | undefined, now: EpochMs): boolean {
  if (stands === undefined) return false;
  // An instant to come was told by a clock that was set back since, and says nothing of the order.
  const publishedAt = stands.publishedAt ?? 0;
  return stands.version > draft.version || (publishedAt > draft.savedAt && publishedAt <= now);
}

/** What the first answer said beside it. */
async function warningsOf(
  { text }: PolicyRecord,
  ports: Pick<PublishPorts, 'reader' | 'clock'>,
): Promise<readonly RefusedProblem[]> {
  const checked = await checkText(text, ports);
  return checked.kind === 'done' ? checked.value.problems : checked.problems;
}

/** Asked for once more: nothing is changed, and the log has both. What is done anew is told in its own transaction. */
async function repeated(
  action: string,
  { id, version }: Pick<PolicyRecord, 'id' | 'version'>,
  by: Actor,
  { audit }: Pick<PublishPorts, 'audit'>,
): Promise<void> {
  const subject = `${id} version ${String(version)}`;
  await audit.append({ actor: actorName(by), role: by.role, action, subject, detail: null, outcome: 'repeated' });
}

/** Pause before it is asked again whose turn it is. */
const TURN_MS = 200;

const FROM_FOLDER = 'From the folder of policies';

export interface PublishedFile {
  readonly name: string;
  /** `superseded`: the text is the one that was published from the folder last, and another was published by hand since. */
  readonly outcome: Outcome<PolicyVersion> | 'unchanged' | 'superseded';
  /** The text was published from a folder before: somebody went back to it, or has an older folder than others. */
  readonly isEarlier: boolean;
}

/**
 * Publishes those texts that differ from what is published and from what was published from the folder last: a restart
 * takes nothing back. One process does it, however many start. Refusals name the file.
 */
export async function publishFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  by: Actor,
  ports: PublishPorts & { readonly exclusively: Exclusively },
): Promise<readonly PublishedFile[]> {
  const work = async (): Promise<readonly PublishedFile[]> => {
    const results: PublishedFile[] = [];
    const fileOf = new Map<string, string>();
    for (const file of files) results.push({ name: file.name, ...(await publishFile(file, fileOf, by, ports)) });
    return results;
  };
  for (;;) {
    const held = await ports.exclusively('policy files', 10_000, work);
    if (held !== null) return held.value;
    // Another process publishes the same files at this moment, or died doing it: nobody starts with half of them.
    await new Promise((resume) => setTimeout(resume, TURN_MS));
  }
}

/** `fileOf`: the file of each policy so far. Of two files for one policy each start would publish both, one after the other. */
async function publishFile(
  { name, text }: { readonly name: string; readonly text: string },
  fileOf: Map<string, string>,
  by: Actor,
  ports: PublishPorts,
): Promise<Omit<PublishedFile, 'name'>> {
  // What stands published was checked when it was published: checking it again would slow every start.
  const records = await ports.policies.list();
  const published = records.find((each) => each.state === 'published' && each.text === text);
  const ofFolder = records.filter((each) => each.note === FROM_FOLDER && each.text === text);
  const isLast = ({ id, version }: PolicyRecord): boolean =>
    records.findLast((each) => each.id === id && each.note === FROM_FOLDER)?.version === version;
  const known = published ?? ofFolder.find(isLast);
  const isEarlier = known === undefined && ofFolder.length > 0;
  if (known !== undefined) {
    const outcome = standsTwice(known.id, name, fileOf) ?? (known === published ? 'unchanged' : 'superseded');
    return { outcome, isEarlier };
  }
  const checked = await checkText(text, ports);
  if (checked.kind === 'refused') return { outcome: checked, isEarlier };
  const twice = standsTwice(checked.value.id, name, fileOf);
  if (twice !== null) return { outcome: twice, isEarlier };
  const draft = await savePolicyDraft(text, by, ports);
  if (draft.kind === 'refused') return { outcome: draft, isEarlier };
  const { id, version } = draft.value;
  return { outcome: await publishPolicy({ id, version, note: FROM_FOLDER }, by, ports), isEarlier };
}

/** Null: no file before this one has the policy. */
function standsTwice(id: string, name: string, fileOf: Map<string, string>): Refused | null {
  const other = fileOf.get(id);
  fileOf.set(id, name);
  return other === undefined
    ? null
    : refused('CONFLICT', `Policy ${id} stands in ${other} too: keep one of the two files there.`);
}
