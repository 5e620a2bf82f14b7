/**
 * The sidebar's question, which comes again and again: who may ask and what holds is decided each time, but the same value
 * under the same document is executed and written once.
 */
import { Kind, type DocumentNode, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';
import { ticketQueries } from './resolvers/ticket-queries.ts';
import { createSchema } from './schema.ts';

const FIELD = 'ticketSupport';

interface Plan {
  readonly compiled: CompiledQuery;
  /** The variable that names the ticket. */
  readonly variable: string;
  /** Answers by the value that the resolver gave; they go when it goes. */
  readonly answers: WeakMap<object, ExecutionResult>;
}

export interface RepeatedRequest {
  /** The document's number. */
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/**
 * Answers a query for one ticket as it stands now, and nothing beside it; null: it is another question, or it failed.
 * `mayCompile`: asked before a plan is made for a document.
 */
export function createRepeated(
  mayCompile: (key: string) => boolean,
): (request: RepeatedRequest) => Promise<ExecutionResult | null> {
  // Its value comes as the root's property, so that the plan runs without waiting for anything.
  const schema = createSchema();
  const field = schema.getQueryType()?.getFields()[FIELD];
  if (field === undefined) throw new Error(`Query.${FIELD} is not in the schema`);
  delete field.resolve;
  /** `once`: asked once, which is not worth a plan. */
  const plans = new WeakMap<OperationDefinitionNode, Plan | 'none' | 'once'>();

  const planOf = ({ key, document, operation }: RepeatedRequest): Plan | 'none' => {
    const known = plans.get(operation);
    if (known !== undefined && known !== 'once') return known;
    const variable = ticketVariable(operation);
    if (variable !== null && known === undefined) {
      plans.set(operation, 'once');
      return 'none';
    }
    const compiled =
      variable === null || !mayCompile(key) ? null : compileQuery(schema, document, operation.name?.value);
    const plan =
      variable !== null && compiled !== null && isCompiledQuery(compiled)
        ? { compiled, variable, answers: new WeakMap<object, ExecutionResult>() }
        : 'none';
    plans.set(operation, plan);
    return plan;
  };

  return async (request) => {
    const plan = planOf(request);
    if (plan === 'none') return null;
    const ticketId = request.variables[plan.variable];
    if (typeof ticketId !== 'string') return null;
    const value = await valueOf(ticketId, request.context);
    if (value === null) return null;
    const known = plan.answers.get(value);
    if (known !== undefined) return known;
    const answer = await plan.compiled.query({ [FIELD]: value }, request.context, request.variables);
    if (answer.errors !== undefined || answer.data == null) return null;
    plan.answers.set(value, answer);
    return answer;
  };
}

/** A failure is told by the usual way, which asks once more. */
async function valueOf(ticketId: string, context: Context): Promise<object | null> {
  try {
    return (await ticketQueries.ticketSupport(undefined, { ticketId }, context)) as object | null;
  } catch {
    return null;
  }
}

/** The one variable of `query ($id: ID!) { ticketSupport(ticketId: $id) { … } }`; null: the operation is not of this form. */
function ticketVariable(operation: OperationDefinitionNode): string | null {
  const { operation: type, selectionSet, variableDefinitions = [], directives = [] } = operation;
  const [selection, ...others] = selectionSet.selections;
  if (type !== 'query' || others.length > 0 || selection?.kind !== Kind.FIELD || selection.name.value !== FIELD)
    return null;
  const { arguments: given = [], directives: conditions = [] } = selection;
  const [argument] = given;
  if (directives.length > 0 || conditions.length > 0 || given.length !== 1 || variableDefinitions.length !== 1)
    return null;
  return argument?.name.value === 'ticketId' && argument.value.kind === Kind.VARIABLE
    ? argument.value.name.value
    : null;
}
