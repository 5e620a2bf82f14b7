/**
 * Executes by graphql-jit inside of Apollo: plans are compiled once for a document and operation, when it is asked again.
 * What the compiler or its variables' parser refuses goes to graphql-js, whose errors the client can read.
 */
import {
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type GraphQLRequestContextResponseForOperation,
} from '@apollo/server';
import { execute, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';
import { isOwnDocument } from './documents.ts';
import { createRecent } from './recent.ts';
import { createRepeated } from './repeated.ts';

/** A plan takes up to a megabyte, and leaves as much behind for good where it is made: so many of others than the app's are. */
const PLANS = 100;
/** Documents of which is remembered that they were asked: what is asked only once is not worth a plan. */
const ASKED_ONCE = 500;

type Gateway = ApolloServerOptionsWithGateway<Context>['gateway'];
type Asked = GraphQLRequestContextResponseForOperation<Context>;

/** The two places where Apollo lets others execute. */
export interface Execution {
  /** Answers what succeeds, past Apollo's own preparations, which cost more than the execution. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** Hands over what came with errors, for Apollo to format. */
  readonly gateway: Gateway;
}

/**
 * (jit's own JSON writers know no scalars but GraphQL's, so answers are written by JSON.stringify.)
 * @param mask turns errors of the execution into what the client may see.
 */
export function createExecution(
  schema: GraphQLSchema,
  mask: (errors: readonly GraphQLError[], context: Context) => readonly GraphQLError[],
): Execution {
  const plans = new Map<string, CompiledQuery | 'none'>();
  const askedOnce = createRecent<string, true>(ASKED_ONCE);
  let left = PLANS;
  const mayCompile = (key: string): boolean => isOwnDocument(key) || left-- > 0;
  const repeated = createRepeated(mayCompile);
  const faulty = new WeakMap<Context, ExecutionResult>();

  const planOf = ({ document, operationName, queryHash }: Asked): CompiledQuery | 'none' => {
    // Admission names a text together with its operation: one document may hold several.
    const key = queryHash ?? '';
    const known = plans.get(key);
    if (known !== undefined) return known;
    if (askedOnce.get(key) === undefined) {
      askedOnce.set(key, true);
      return 'none';
    }
    if (!mayCompile(key)) return 'none';
    const compiled = compileQuery(schema, document, operationName ?? undefined);
    const plan = isCompiledQuery(compiled) ? compiled : 'none';
    plans.set(key, plan);
    return plan;
  };

  const run = async (asked: Asked): Promise<ExecutionResult> => {
    const { document, operation, operationName, contextValue, queryHash: key = '' } = asked;
    const variableValues = asked.request.variables ?? {};
    const kept = await repeated({ key, document, operation, variables: variableValues, context: contextValue });
    if (kept !== null) return kept;
    const plan = planOf(asked);
    let result = plan === 'none' ? null : await plan.query(undefined, contextValue, variableValues);
    if (result === null || result.data === undefined) {
      result = await execute({ schema, document, operationName, variableValues, contextValue });
    }
    if (result.errors === undefined || result.data === undefined) return result;
    return { ...result, errors: mask(result.errors, contextValue) };
  };

  const listener = {
    async responseForOperation(asked: Asked) {
      const result = await run(asked);
      if (result.errors === undefined) {
        return {
          http: { headers: new HeaderMap() },
          body: { kind: 'single' as const, singleResult: { data: result.data ?? {} } },
        };
      }
      faulty.set(asked.contextValue, result);
      return null;
    },
  };
  return {
    plugin: { requestDidStart: () => Promise.resolve(listener) },
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: () =>
        Promise.resolve({
          executor: ({ context }) => {
            const result = faulty.get(context as Context);
            if (result === undefined) throw new Error('an operation came past its execution');
            return Promise.resolve(result);
          },
        }),
      stop: () => Promise.resolve(),
    },
  };
}
