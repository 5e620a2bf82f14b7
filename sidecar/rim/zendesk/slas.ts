/** Zendesk's own SLA: its policies' targets, and how a ticket stands by them. */
import { z } from 'zod';
import type { ZendeskTimer } from '#core/plan/parity.ts';
import type { Delivered } from '#flow/ports.ts';
import { createAccountApi, patiently, type AccountAdminOptions } from './account-admin.ts';
import type { Api } from './api.ts';
import { nextQuery } from './audit-pages.ts';

export interface TicketSla {
  readonly priority: string | null;
  readonly timers: readonly ZendeskTimer[];
}
export interface SlaReader {
  /** One request, and once those for the policies. */
  ofTicket(ticketId: string): Promise<Delivered<TicketSla>>;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const slaAnswer = z.object({
  ticket: z.object({ priority: z.string().nullish() }),
  slas: z
    .object({
      policy_metrics: z.array(
        z.object({
          metric: z.string(),
          stage: z.enum(['active', 'paused', 'achieved']).catch('active'),
          breach_at: instant.nullish(),
        }),
      ),
    })
    .nullish(),
});
const policiesAnswer = z.object({
  sla_policies: z.array(
    z.object({
      policy_metrics: z
        .array(
          z.object({
            priority: z.string(),
            metric: z.string(),
            /** Minutes. */
            target: z.number(),
            target_in_seconds: z.number().nullish(),
            business_hours: z.boolean(),
          }),
        )
        .nullish(),
    }),
  ),
  meta: z.object({ has_more: z.boolean() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
});

type Targets = NonNullable<z.output<typeof policiesAnswer>['sla_policies'][number]['policy_metrics']>;

export function createSlaReader(options: AccountAdminOptions): SlaReader {
  const api = createAccountApi(options);
  let targets: Promise<Targets> | null = null;
  return {
    ofTicket: (ticketId) =>
      patiently(async () => {
        targets ??= readTargets(api);
        const known = await targets.catch((error: unknown) => {
          targets = null;
          throw error;
        });
        const { ticket, slas } = await api.get(['tickets', ticketId, { include: 'slas' }], slaAnswer);
        const priority = ticket.priority ?? null;
        const timers = (slas?.policy_metrics ?? []).map(({ metric, stage, breach_at }) => ({
          metric,
          stage,
          breachAt: breach_at ?? null,
          target: targetOf(known, metric, priority),
        }));
        return { priority, timers };
      }),
  };
}

async function readTargets(api: Api): Promise<Targets> {
  const found: Targets = [];
  let next: Record<string, string | number> | null = { 'page[size]': 100 };
  while (next !== null) {
    const page: z.output<typeof policiesAnswer> = await api.get(['slas', 'policies', next], policiesAnswer);
    found.push(...page.sla_policies.flatMap(({ policy_metrics }) => policy_metrics ?? []));
    next = page.sla_policies.length === 0 ? null : nextQuery(page);
  }
  return found;
}

/** Null where policies disagree: Zendesk does not tell which of them it applies. */
function targetOf(targets: Targets, metric: string, priority: string | null): ZendeskTimer['target'] {
  const fitting = targets.filter((each) => each.metric === metric && each.priority === priority);
  const [first] = fitting.map((each) => ({
    ms: (each.target_in_seconds ?? each.target * 60) * 1_000,
    businessHours: each.business_hours,
  }));
  const agree = fitting.every(
    (each) =>
      (each.target_in_seconds ?? each.target * 60) * 1_000 === first?.ms && each.business_hours === first.businessHours,
  );
  return agree ? (first ?? null) : null;
}
