/** The sidebar's texts against the schema: all of it valid, and every field of the judgement asked for, so that its type tells the truth. */
import { readFile } from 'node:fs/promises';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  isUnionType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { APP_OPERATIONS, ORGANIZATION_SUPPORT, TICKET_SUPPORT } from '../../zendesk-app/api/operations.ts';

const schema = buildSchema(await readFile('schema/support.graphql', 'utf8'));
test.each(APP_OPERATIONS)('%.60s… is valid', (text) => {
  expect(validate(schema, parse(text)).map((error) => error.message)).toEqual([]);
});

test.each([
  ['TicketSupport', TICKET_SUPPORT],
  ['OrganizationSupport', ORGANIZATION_SUPPORT],
])('every field of %s and below is asked for', (root, text) => {
  const asked = askedFields(schema, text);
  const missing = [...reachable(root)].flatMap((name) => {
    const type = schema.getType(name);
    const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
    return fields.filter((field) => !asked.has(`${name}.${field}`)).map((field) => `${name}.${field}`);
  });
  expect(missing).toEqual([]);
});

function askedFields(of: GraphQLSchema, text: string): Set<string> {
  const asked = new Set<string>();
  const info = new TypeInfo(of);
  const field = {
    enter: () => void asked.add(`${info.getParentType()?.name ?? ''}.${info.getFieldDef()?.name ?? ''}`),
  };
  visit(parse(text), visitWithTypeInfo(info, { Field: field }));
  return asked;
}

function reachable(name: string, seen = new Set<string>()): Set<string> {
  const type = schema.getType(name);
  if (seen.has(name)) return seen;
  if (isUnionType(type)) for (const member of type.getTypes()) reachable(member.name, seen);
  if (!isObjectType(type)) return seen;
  seen.add(name);
  for (const field of Object.values(type.getFields())) reachable(getNamedType(field.type).name, seen);
  return seen;
}
