/** Looks at a document once, before Apollo does: within the limits? and what does it call? Remembered by its text. */
import {
  GraphQLError,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { documentId } from './documents.ts';
import { RequestFault } from './faults.ts';
import { createRecent } from './recent.ts';
import { costOf, LIMITS } from './limits.ts';
import { UNKNOWN_CALL } from './roles.ts';

export interface Admitted {
  /** Names this text with this operation, as long as the process lives. */
  readonly id: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** `Query.queue`, …: what the role must allow. */
  readonly calls: readonly string[];
  readonly cost: number;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Remembered texts; a longer one carries its values inside and is not sent twice. */
const REMEMBERED = 64;
const LONGEST_REMEMBERED = 20_000;

const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;
const META: ReadonlySet<string> = new Set(['__typename', '__schema', '__type']);

/** @returns admits a document or throws a RequestFault. `isOwn`: whether a text is one of the app's, which are remembered for good. */
export function createAdmission(
  schema: GraphQLSchema,
  isOwn: (text: string) => boolean,
): (text: string, operationName: string | null) => Admitted {
  const own = new Map<string, Admitted>();
  const recent = createRecent<string, Admitted | RequestFault>(REMEMBERED);
  return (text, operationName) => {
    // One to one: no name and text that somebody sends may have the key of others.
    const key = `${JSON.stringify(operationName)}\n${text}`;
    let known = own.get(key) ?? recent.get(key);
    if (known === undefined) {
      known = admit(schema, text, operationName, isOwn(text));
      if (!(known instanceof RequestFault) && isOwn(text)) own.set(key, known);
      else if (text.length <= LONGEST_REMEMBERED) recent.set(key, known);
    }
    if (known instanceof RequestFault) throw known;
    return known;
  };
}

let count = 0;

function admit(
  schema: GraphQLSchema,
  text: string,
  operationName: string | null,
  isOwn: boolean,
): Admitted | RequestFault {
  if (text.length > LIMITS.characters) return limit(`is longer than ${LIMITS.characters} characters`);
  try {
    if (hasTooManyTokens(text)) return limit(`has more than ${LIMITS.tokens} tokens`);
    const document = parse(text, { noLocation: true });
    const operation = chosen(document, operationName);
    if (operation instanceof RequestFault) return operation;
    const cost = costOf(document, operation);
    if (typeof cost === 'string') return limit(cost);
    count += 1;
    const id = documentId(count, isOwn);
    return { id, type: operation.operation, calls: calls(schema, document, operation), cost, document, operation };
  } catch (error) {
    if (error instanceof GraphQLError) return new RequestFault('BAD_USER_INPUT', error.message);
    if (error instanceof RangeError) return limit('is nested too deeply');
    throw error;
  }
}

function limit(what: string): RequestFault {
  return new RequestFault('LIMIT_EXCEEDED', `The document ${what}.`);
}

function hasTooManyTokens(text: string): boolean {
  const lexer = new Lexer(new Source(text));
  for (let count = 0; count <= LIMITS.tokens; count += 1) {
    if (lexer.advance().kind === TokenKind.EOF) return false;
  }
  return true;
}

function chosen(document: DocumentNode, name: string | null): OperationDefinitionNode | RequestFault {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fitting = name === null ? operations : operations.filter((node) => node.name?.value === name);
  const [operation] = fitting;
  if (operation !== undefined && fitting.length === 1) return operation;
  return new RequestFault(
    'BAD_USER_INPUT',
    'The document must hold exactly one operation, or operationName must name one.',
  );
}

/** The root fields, through fragments; what the schema does not have bears no name of its sender's. */
function calls(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const names = new Set<string>();
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  const has = (name: string): boolean => META.has(name) || Object.hasOwn(fields, name);
  const seen = new Set<string>();
  const visit = (selections: SelectionSetNode): void => {
    for (const node of selections.selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        names.add(has(name) ? `${ROOTS[operation.operation]}.${name}` : UNKNOWN_CALL);
      } else if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet);
      else if (!seen.has(node.name.value)) {
        seen.add(node.name.value);
        for (const one of document.definitions) {
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value) visit(one.selectionSet);
        }
      }
    }
  };
  visit(operation.selectionSet);
  return [...names];
}
