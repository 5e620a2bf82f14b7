/** Everything that the pages and scripts may ask of the sidecar, as one object over the steps. */
import { act } from './act.ts';
import type { ActPorts, ActRequest } from './act.ts';
import { actorName } from './actor-name.ts';
import { putNotice } from './announce.ts';
import type { NoticeView, NoticeWish } from './announce.ts';
import { attainment } from './attainment.ts';
import type { AttainmentGroup, AttainmentRow } from './attainment.ts';
import { putContract } from './contracts.ts';
import type { ContractWish, PutContract } from './contracts.ts';
import { reportDefect } from './defect.ts';
import type { DefectWish } from './defect.ts';
import { health } from './health.ts';
import type { Health, HealthPorts } from './health.ts';
import { organizationSupport } from './organization.ts';
import type { OrganizationView } from './organization.ts';
import { policyView, policyViews, versionViewOf } from './policy-views.ts';
import type { PolicyView } from './policy-views.ts';
import type { Defects } from './ports/others.ts';
import type { Notices } from './ports/policies.ts';
import type { Actor, Agenda, AuditEntry, AuditLog, QueuePage, QueueRequest } from './ports/store.ts';
import { publishPolicy, restorePolicy, savePolicyDraft, type PublishPorts } from './publish.ts';
import type { PolicyVersion, Publication } from './publish.ts';
import { done, refused } from './refused.ts';
import type { Outcome } from './refused.ts';
import { ticketSupport } from './support.ts';
import type { PolicyVersionView, Read, SupportView } from './support.ts';
import { Unavailable } from './unavailable.ts';
import { whatIf } from './what-if.ts';

export interface ServicePorts extends ActPorts, HealthPorts {
  readonly agenda: Agenda;
  readonly notices: Notices;
  readonly reader: PublishPorts['reader'];
  readonly defects: Defects | null;
}

/** @throws Unavailable from every question that needs an absent Zendesk. */
export function createServices(ports: ServicePorts) {
  return {
    ticketSupport: async (ticketId: string, at: number | null): Promise<SupportView | null> =>
      answered(await ticketSupport(ticketId, at, ports)),
    organizationSupport: async (id: string): Promise<OrganizationView | null> =>
      answered(await organizationSupport(id, ports)),
    whatIf: async (ticketId: string, change: Parameters<typeof whatIf>[1]) =>
      answered(await whatIf(ticketId, change, ports)),
    queue: (request: QueueRequest): Promise<QueuePage> => ports.tickets.queue(request),
    policies: (): Promise<readonly PolicyView[]> => policyViews(ports),
    policy: (id: string, version: number | null): Promise<PolicyView | null> => policyView(id, version, ports),
    attainment: (from: number, to: number, by: readonly AttainmentGroup[]): Promise<readonly AttainmentRow[]> =>
      attainment(from, to, by, ports.tickets),
    auditLog: (
      first: number,
      after: string | null,
    ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }> => ports.audit.page(first, after),
    act: (request: ActRequest): Promise<Outcome<SupportView>> => act(request, ports),
    reportDefect: (wish: DefectWish): Promise<Outcome<SupportView>> => reportDefect(wish, ports),
    async retryWriteBack(ticketId: string, by: Actor): Promise<Outcome<SupportView>> {
      if (!(await ports.tickets.retryWriteBack(ticketId, by))) {
        return refused('NOT_FOUND', `Nothing was ever written to ticket ${ticketId}.`);
      }
      const view = answered(await ticketSupport(ticketId, null, ports));
      return view === null ? refused('NOT_FOUND', `There is no ticket ${ticketId}.`) : done(view);
    },
    savePolicyDraft: async (text: string, by: Actor) => versionOf(await savePolicyDraft(text, by, ports)),
    publishPolicy: async (publication: Publication, by: Actor) =>
      versionOf(
        await audited('publishPolicy', publication, by, await publishPolicy(publication, by, ports), ports.audit),
      ),
    restorePolicy: async (publication: Publication, by: Actor) =>
      versionOf(
        await audited('restorePolicy', publication, by, await restorePolicy(publication, by, ports), ports.audit),
      ),
    health: (): Promise<Health> => health(ports),
    parked: (limit: number): ReturnType<Agenda['parked']> => ports.agenda.parked(limit),
    putContract: (wish: ContractWish): Promise<Outcome<PutContract>> => putContract(wish, ports),
    putNotice: (wish: NoticeWish): Promise<Outcome<NoticeView>> => putNotice(wish, ports),
    onChange: (ticketId: string, listener: () => void): (() => void) =>
      ports.agenda.onChange((changed) => {
        if (changed === ticketId) listener();
      }),
  };
}

function answered<T>(read: Read<T>): T | null {
  if (read.kind === 'unavailable') throw new Unavailable(read.message);
  return read.kind === 'found' ? read.value : null;
}

/** A publication that is refused stands in the log too; one that is done is there already, in its own transaction. */
async function audited(
  action: string,
  { id, version, note }: Publication,
  by: Actor,
  outcome: Outcome<PolicyVersion>,
  audit: AuditLog,
): Promise<Outcome<PolicyVersion>> {
  if (outcome.kind === 'done') return outcome;
  const words = { actor: actorName(by), role: by.role, action, subject: `${id} version ${String(version)}` };
  await audit.append({ ...words, detail: note, outcome: `refused: ${outcome.code}` });
  return outcome;
}

function versionOf(outcome: Outcome<PolicyVersion>): Outcome<PolicyVersionView> {
  if (outcome.kind === 'refused') return outcome;
  return done({ ...versionViewOf(outcome.value), problems: outcome.value.problems });
}
