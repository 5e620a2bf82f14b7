/** One call of every field that may be asked for, with the arguments that it needs. */
import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { createSchema } from '#rim/graphql/schema.ts';

const schema = createSchema();

export function fieldsOf(type: 'Query' | 'Mutation' | 'Subscription'): readonly GraphQLField<unknown, unknown>[] {
  const all = {
    Query: schema.getQueryType(),
    Mutation: schema.getMutationType(),
    Subscription: schema.getSubscriptionType(),
  };
  return Object.values(all[type]?.getFields() ?? {});
}

/** Name, e.g. `Query.queue`, and document of each query and mutation. */
export function everyOperation(): readonly (readonly [name: string, document: string])[] {
  return (['Query', 'Mutation'] as const).flatMap((type) =>
    fieldsOf(type).map(
      (field) => [`${type}.${field.name}`, call(type === 'Query' ? 'query' : 'mutation', field)] as const,
    ),
  );
}

/** Some value that the argument's type takes. */
function example(type: GraphQLInputType): string {
  if (isNonNullType(type)) return example(type.ofType);
  if (isListType(type)) return `[${example(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${field.name === 'to' ? '"2027-01-01T00:00:00Z"' : example(field.type)}`).join(', ')} }`;
  }
  if (!isScalarType(type)) return 'null';
  return (
    {
      Int: '1',
      Float: '1',
      Boolean: 'true',
      Instant: '"2026-03-02T09:00:00Z"',
      Duration: '"PT1H"',
      Date: '"2026-03-02"',
    }[type.name] ?? '"1"'
  );
}

function call(root: string, field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter((argument) => isNonNullType(argument.type));
  const values = required.map((argument) => {
    if (argument.name === 'url') return 'url: "https://example.com/"';
    return `${argument.name}: ${argument.name === 'to' ? '"2026-04-01T00:00:00Z"' : example(argument.type)}`;
  });
  const written = values.length === 0 ? '' : `(${values.join(', ')})`;
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  const selection = isUnionType(type) || !isScalarType(type) ? ' { __typename }' : '';
  return `${root} { ${field.name}${written}${selection} }`;
}
