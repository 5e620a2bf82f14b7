/**
 * Executes by graphql-jit, through Apollo's gateway option: plans are compiled once for a document and operation.
 * What the compiler or its variables' parser refuses goes to graphql-js, whose errors the client can read.
 */
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import { execute, type FormattedExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { createRecent } from './recent.ts';

const PLANS = 500;

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

export interface JitExecutor {
  readonly gateway: Gateway;
  /** The answer's JSON: by the plan's own writer where one made the data. */
  readonly stringify: (result: FormattedExecutionResult) => string;
}

/** @param mask turns errors of the execution into what the client may see. */
export function createJitExecutor<C>(
  schema: GraphQLSchema,
  mask: (errors: readonly GraphQLError[], context: C) => readonly GraphQLError[],
): JitExecutor {
  const plans = createRecent<string, CompiledQuery | 'none'>(PLANS);
  const writers = new WeakMap<object, CompiledQuery['stringify']>();

  const executor: Executor = async (request) => {
    const { document, operationName, queryHash } = request;
    const variables = request.request.variables ?? {};
    // By the operation too: one document may hold several.
    const key = `${queryHash} ${operationName ?? ''}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      const compiled = compileQuery(schema, document, operationName ?? undefined, { customJSONSerializer: true });
      plan = isCompiledQuery(compiled) ? compiled : 'none';
      plans.set(key, plan);
    }
    const contextValue = request.context as C;
    let result = plan === 'none' ? null : await plan.query(undefined, contextValue, variables);
    if (result === null || result.data === undefined) {
      result = await execute({
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables,
        contextValue,
      });
    } else if (plan !== 'none' && result.errors === undefined && result.data !== null) {
      writers.set(result.data, plan.stringify);
    }
    if (result.errors !== undefined && result.data !== undefined) {
      return { ...result, errors: mask(result.errors, contextValue) };
    }
    return result;
  };

  return {
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: () => Promise.resolve({ executor }),
      stop: () => Promise.resolve(),
    },
    stringify(result) {
      const write = result.errors === undefined && result.data ? writers.get(result.data) : undefined;
      return write === undefined ? JSON.stringify(result) : write(result);
    },
  };
}
