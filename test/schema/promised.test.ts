/** The GraphQL names that people outside rely on are all still there, and every one is described. */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

const schema = buildSchema(readFileSync('schema/support.graphql', 'utf8'));
const promised = buildSchema(readFileSync('test/schema/promised.graphql', 'utf8'));

describe('the schema', () => {
  it('breaks nothing that was promised', () => {
    expect(findBreakingChanges(promised, schema).map(({ description }) => description)).toEqual([]);
  });

  it('finds what would break', () => {
    const narrowed = buildSchema('type Query { policies: [String!]! }');
    expect(findBreakingChanges(promised, narrowed).length).toBeGreaterThan(50);
  });

  it('describes every type, field and value', () => {
    const silent: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || ['ID', 'Int', 'String', 'Boolean', 'Float'].includes(type.name)) continue;
      if (!type.description && !['Query', 'Mutation'].includes(type.name)) silent.push(type.name);
      const parts: readonly Described[] = isEnumType(type)
        ? type.getValues()
        : isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
          ? Object.values(type.getFields())
          : [];
      for (const part of parts) if (!part.description) silent.push(`${type.name}.${part.name}`);
    }
    expect(silent).toEqual([]);
  });
});
