/** Reads the product's own source: what a file imports, and which globals it touches. */
import { glob, readFile } from 'node:fs/promises';
import { parseSync } from 'vite';

/** One `import` or `export … from`, static or dynamic. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Only types are taken, so nothing is loaded. */
  readonly typeOnly: boolean;
}

/** The use of a global: `fetch`, `Date`, `Date.now`, `new Date()`, `process.env`; or the words `async` and `await`. */
export interface Use {
  readonly what: string;
  readonly line: number;
}

export interface SourceFile {
  /** From the top folder, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
  /** It has statements and all of them hand on other modules' exports. */
  readonly isBarrel: boolean;
}

/** Every source file that matches, generated ones left out. */
export async function readSources(...patterns: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const found of glob(patterns)) {
    const path = found.replaceAll('\\', '/');
    if (!path.includes('/generated/')) files.push(parseSource(path, await readFile(path, 'utf8')));
  }
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Throws when the text is not valid TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const body = (program as unknown as { body: readonly Node[] }).body;

  const imports: Import[] = [
    ...module.staticImports.map(({ start, moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      line: lineOf(start),
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap(({ start, entries }) =>
      [...new Set(entries.map((entry) => entry.moduleRequest?.value))]
        .filter((specifier) => specifier !== undefined)
        .map((specifier) => ({ specifier, line: lineOf(start), typeOnly: entries.every((entry) => entry.isType) })),
    ),
    ...module.dynamicImports.map(({ start, moduleRequest }) => ({
      specifier: text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/['"`]/g, ''),
      line: lineOf(start),
      typeOnly: false,
    })),
  ];

  const declared = new Set<string>();
  const seen: { what: string; start: number }[] = [];
  for (const node of body) visit(node, undefined, '', declared, seen);
  const uses = seen
    .filter(({ what }) => !declared.has(/[A-Za-z$_]+(?=\.|\(|$)/.exec(what.replace('new ', ''))?.[0] ?? ''))
    .map(({ what, start }) => ({ what, line: lineOf(start) }));

  const isBarrel =
    body.length > 0 &&
    body.every(
      (node) => node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node['source']),
    );
  return { path, imports, uses, isBarrel: Boolean(isBarrel) };
}

function visit(
  node: Node,
  parent: Node | undefined,
  key: string,
  declared: Set<string>,
  seen: { what: string; start: number }[],
): void {
  if (node['async'] === true || node.type === 'AwaitExpression' || node['await'] === true) {
    seen.push({ what: 'async', start: node.start });
  }
  if (node.type === 'Identifier') {
    const name = String(node['name']);
    if (isDeclaration(parent, key)) declared.add(name);
    else if (isReference(parent, key)) seen.push({ what: describe(name, parent, key), start: node.start });
  }
  for (const [childKey, child] of Object.entries(node)) {
    if (childKey === 'typeAnnotation' || childKey === 'typeArguments' || childKey === 'typeParameters') continue;
    for (const one of Array.isArray(child) ? child : [child])
      if (isNode(one)) visit(one, node, childKey, declared, seen);
  }
}

/** `Date.now` and `new Date()` rather than `Date`, so that a rule can name the harmful use. */
function describe(name: string, parent: Node | undefined, key: string): string {
  if (parent?.type === 'MemberExpression' && key === 'object' && parent['computed'] === false) {
    return `${name}.${String((parent['property'] as Node)['name'])}`;
  }
  const isEmptyNew =
    parent?.type === 'NewExpression' && key === 'callee' && (parent['arguments'] as unknown[]).length === 0;
  return isEmptyNew ? `new ${name}()` : name;
}

function isDeclaration(parent: Node | undefined, key: string): boolean {
  if (!parent) return false;
  if (key === 'params' || key === 'local') return true;
  return key === 'id' && /^(Variable|Function|Class)/.test(parent.type);
}

function isReference(parent: Node | undefined, key: string): boolean {
  if (!parent || parent.type.startsWith('TS') || /Specifier$|^Labeled|^Break|^Continue|^Meta/.test(parent.type)) {
    return /^TS(As|Satisfies|NonNull)/.test(parent?.type ?? '') && key === 'expression';
  }
  if (key === 'property' && parent.type === 'MemberExpression') return parent['computed'] === true;
  if (key === 'key' && parent['computed'] !== true) return parent['shorthand'] === true;
  return true;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
