/** The schema of support.graphql with its resolvers. */
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { QueuePage } from '#flow/ports.ts';
import type { Resolver } from './context.ts';
import { ticketSupportChanged } from './resolvers/changes.ts';
import { contractMutations } from './resolvers/contracts.ts';
import { policyMutations, policyQueries } from './resolvers/policies.ts';
import { reportMutations, reportQueries } from './resolvers/reports.ts';
import { ticketActs } from './resolvers/ticket-acts.ts';
import { ticketQueries } from './resolvers/ticket-queries.ts';
import { addScalars } from './scalars.ts';

const SDL = new URL('../../../schema/support.graphql', import.meta.url);

/** Reads the file and binds a resolver to every root field. @throws Error naming a root field without one. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchema(readFileSync(SDL, 'utf8'));
  addScalars(schema);
  bind(schema.getQueryType(), { ...ticketQueries, ...policyQueries, ...reportQueries });
  bind(schema.getMutationType(), { ...ticketActs, ...policyMutations, ...contractMutations, ...reportMutations });
  const changed = schema.getSubscriptionType()?.getFields()['ticketSupportChanged'];
  if (changed === undefined) throw new Error('Subscription.ticketSupportChanged is not in the schema');
  changed.subscribe = ticketSupportChanged as Resolver<unknown>;
  countWhereAsked(schema.getType('QueueConnection') as GraphQLObjectType | undefined);
  return schema;
}

/** A function as a value is called only by some executors; a resolver by all. */
function countWhereAsked(type: GraphQLObjectType | undefined): void {
  const total = type?.getFields()['total'];
  if (total === undefined) throw new Error('QueueConnection.total is not in the schema');
  total.resolve = (page) => (page as Pick<QueuePage, 'total'>).total();
}

function bind(type: GraphQLObjectType | null | undefined, resolvers: object): void {
  const byName = new Map<string, Resolver<unknown>>(Object.entries(resolvers));
  for (const field of Object.values(type?.getFields() ?? {})) {
    const resolver = byName.get(field.name);
    if (resolver === undefined) throw new Error(`${type?.name ?? ''}.${field.name} has no resolver`);
    field.resolve = resolver;
  }
}
