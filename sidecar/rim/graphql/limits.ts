/** How much one request may ask for. Counted on the document with its fragments written out, before anything is executed. */
import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export const LIMITS = {
  /** Characters of a document: a policy's text may stand in it. */
  characters: 400_000,
  tokens: 1_000,
  depth: 10,
  aliases: 50,
  directives: 9,
  /** Fields with one answer key in one place. */
  repeats: 5,
  fields: 2_000,
  /** Fragments written out: of twenty that each hold the next twice a million would be, without one field. */
  spreads: 500,
  rootFields: 20,
  cost: 300,
  /** Values in the variables, counted through lists and objects. */
  variables: 2_000,
  variablesDepth: 8,
} as const;

/** What a root field costs beside its fields: roughly its database statements. */
const COSTS: Readonly<Record<string, number>> = {
  organizationSupport: 20,
  whatIf: 20,
  queue: 20,
  policies: 40,
  policy: 10,
  attainment: 60,
  auditLog: 10,
};
const ROOT_COST = 10;
const FIELDS_A_POINT = 20;

interface Count {
  fields: number;
  spreads: number;
  aliases: number;
  directives: number;
  cost: number;
}

/** What the operation costs; or which limit it is beyond, in words. */
export function costOf(document: DocumentNode, operation: OperationDefinitionNode): number | string {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const count: Count = { fields: 0, spreads: 0, aliases: 0, directives: operation.directives?.length ?? 0, cost: 0 };
  const found = walk(operation.selectionSet, { fragments, count, depth: 1, open: [], inIntrospection: false });
  if (found !== null) return found;
  const cost = count.cost + count.fields / FIELDS_A_POINT;
  return cost > LIMITS.cost ? `costs more than ${LIMITS.cost}` : cost;
}

interface Walk {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly count: Count;
  readonly depth: number;
  /** Fragments that are being written out: one that contains itself is refused by the validation later. */
  readonly open: readonly string[];
  readonly inIntrospection: boolean;
}

function walk(selections: SelectionSetNode, at: Walk): string | null {
  if (at.depth > LIMITS.depth && !at.inIntrospection) return `is deeper than ${LIMITS.depth}`;
  const keys = new Map<string, number>();
  return walkInto(selections, at, keys);
}

function walkInto(selections: SelectionSetNode, at: Walk, keys: Map<string, number>): string | null {
  const { count } = at;
  for (const node of selections.selections) {
    count.directives += node.directives?.length ?? 0;
    if (count.directives > LIMITS.directives) return `has more than ${LIMITS.directives} directives`;
    let found: string | null = null;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const repeats = (keys.get(key) ?? 0) + 1;
      keys.set(key, repeats);
      count.fields += 1;
      count.aliases += node.alias === undefined ? 0 : 1;
      if (at.depth === 1) count.cost += COSTS[node.name.value] ?? ROOT_COST;
      found = beyondCount(count, repeats, at.depth, keys.size);
      if (found === null && node.selectionSet !== undefined) {
        const inIntrospection = at.inIntrospection || (at.depth === 1 && /^__(schema|type)$/.test(node.name.value));
        found = walk(node.selectionSet, { ...at, depth: at.depth + 1, inIntrospection });
      }
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      found = walkInto(node.selectionSet, at, keys);
    } else {
      const name = node.name.value;
      count.spreads += 1;
      if (count.spreads > LIMITS.spreads) return `writes fragments out more than ${LIMITS.spreads} times`;
      const fragment = at.fragments.get(name);
      if (fragment === undefined || at.open.includes(name)) continue;
      found = walkInto(fragment.selectionSet, { ...at, open: [...at.open, name] }, keys);
    }
    if (found !== null) return found;
  }
  return null;
}

function beyondCount(count: Count, repeats: number, depth: number, keys: number): string | null {
  if (count.fields > LIMITS.fields) return `has more than ${LIMITS.fields} fields`;
  if (count.aliases > LIMITS.aliases) return `has more than ${LIMITS.aliases} aliases`;
  if (repeats > LIMITS.repeats) return `asks for one field more than ${LIMITS.repeats} times`;
  return depth === 1 && keys > LIMITS.rootFields ? `has more than ${LIMITS.rootFields} root fields` : null;
}

/** What is wrong with the variables' size, in words; null: nothing. */
export function variablesBeyondLimit(variables: unknown): string | null {
  let left: number = LIMITS.variables;
  const visit = (value: unknown, depth: number): string | null => {
    left -= 1;
    if (left < 0) return `has more than ${LIMITS.variables} values in its variables`;
    if (typeof value !== 'object' || value === null) return null;
    if (depth > LIMITS.variablesDepth) return `nests its variables deeper than ${LIMITS.variablesDepth}`;
    if (Array.isArray(value) && value.length > left) return `has more than ${LIMITS.variables} values in its variables`;
    for (const one of Object.values(value)) {
      const found = visit(one, depth + 1);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(variables, 0);
}
