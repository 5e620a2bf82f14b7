/** Who may call what: one line an operation. A field of the schema without a line fails the tests, and is open to nobody. */

export type ViewerRole = 'admin' | 'agent' | 'light_agent' | 'end_user';

/** A field that the schema does not have: whoever may read is told so by the validation, others learn nothing. */
export const UNKNOWN_CALL = 'unknown';

const READERS = ['admin', 'agent', 'light_agent'] as const;
const AGENTS = ['admin', 'agent'] as const;
const ADMINS = ['admin'] as const;

export const OPERATION_ROLES: Readonly<Record<string, readonly ViewerRole[]>> = {
  [UNKNOWN_CALL]: READERS,
  'Query.ticketSupport': READERS,
  'Query.organizationSupport': READERS,
  'Query.whatIf': READERS,
  'Query.queue': READERS,
  'Query.policies': READERS,
  'Query.policy': READERS,
  'Query.attainment': READERS,
  'Query.backtest': ADMINS,
  'Query.auditLog': ADMINS,
  'Query.health': ADMINS,
  'Query.__typename': READERS,
  'Query.__schema': ADMINS,
  'Query.__type': ADMINS,
  'Mutation.completeDuty': AGENTS,
  'Mutation.provideIntake': AGENTS,
  'Mutation.handOff': AGENTS,
  'Mutation.logAttempt': AGENTS,
  'Mutation.escalate': AGENTS,
  'Mutation.recordExclusion': AGENTS,
  'Mutation.withdrawExclusion': AGENTS,
  'Mutation.startTimer': AGENTS,
  'Mutation.completeTimer': AGENTS,
  'Mutation.logWork': AGENTS,
  'Mutation.reportDefect': AGENTS,
  'Mutation.retryWriteBack': AGENTS,
  'Mutation.logSession': AGENTS,
  'Mutation.agreeInstant': AGENTS,
  'Mutation.savePolicyDraft': ADMINS,
  'Mutation.publishPolicy': ADMINS,
  'Mutation.restorePolicy': ADMINS,
  'Mutation.putContract': ADMINS,
  'Mutation.putNotice': ADMINS,
  'Mutation.startBacktest': ADMINS,
  'Mutation.__typename': AGENTS,
  'Subscription.ticketSupportChanged': READERS,
};

/** The first field that the role may not use; null: it may use all of them. */
export function firstForbidden(role: ViewerRole, fields: readonly string[]): string | null {
  return fields.find((field) => !(OPERATION_ROLES[field]?.includes(role) ?? false)) ?? null;
}
