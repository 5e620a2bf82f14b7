/**
 * Executes by graphql-jit, through Apollo's gateway option: plans are compiled once for a document and operation.
 * What the compiler or its variables' parser refuses goes to graphql-js, whose errors the client can read.
 */
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import { execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { createRecent } from './recent.ts';

const PLANS = 500;

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/**
 * The gateway that hands Apollo the executor.
 * (jit's own JSON writers know no scalars but GraphQL's, so answers are written by JSON.stringify.)
 * @param mask turns errors of the execution into what the client may see.
 */
export function createJitGateway<C>(
  schema: GraphQLSchema,
  mask: (errors: readonly GraphQLError[], context: C) => readonly GraphQLError[],
): Gateway {
  const plans = createRecent<string, CompiledQuery | 'none'>(PLANS);

  const planOf = ({ document, operationName, queryHash }: Parameters<Executor>[0]): CompiledQuery | 'none' => {
    // By the operation too: one document may hold several.
    const key = `${queryHash} ${operationName ?? ''}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const compiled = compileQuery(schema, document, operationName ?? undefined);
    const plan = isCompiledQuery(compiled) ? compiled : 'none';
    plans.set(key, plan);
    return plan;
  };

  const executor: Executor = async (request) => {
    const { document, operationName } = request;
    const variableValues = request.request.variables ?? {};
    const contextValue = request.context as C;
    const plan = planOf(request);
    let result = plan === 'none' ? null : await plan.query(undefined, contextValue, variableValues);
    if (result === null || result.data === undefined) {
      result = await execute({ schema, document, operationName: operationName ?? null, variableValues, contextValue });
    }
    if (result.errors === undefined || result.data === undefined) return result;
    return { ...result, errors: mask(result.errors, contextValue) };
  };

  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor }),
    stop: () => Promise.resolve(),
  };
}
