// YAML text → plain values with their positions. No value changes its meaning on the way: a number is one only when it is
// written as numbers are printed (`012`, `1e3`, `.inf` stay text), `yes`, `NO` and `on` are text, dates are text.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import type { Path, Position, Problem } from './problem.ts';
import { pathText } from './problem.ts';
import { MOST_DEPTH, refuseEarly, roomOf } from './scan.ts';

export type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree };

const MOST_VALUES = 20_000;
const MOST_ALIASES = 200;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

export interface ParsedTree {
  readonly tree: Tree;
  /** Position of the value, or of its nearest parent that stands in the text. */
  readonly at: (path: Path, key?: boolean) => Position;
  readonly problems: readonly Problem[];
  /** What was read otherwise than YAML says it. */
  readonly notes: readonly Problem[];
}

/** Reads YAML (or JSON) text. Never throws on any text; what is wrong stands in `problems`. */
export function readTree(source: string, what: 'policy' | 'scenario file' | 'ticket file' = 'policy'): ParsedTree {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const early = refuseEarly(text, what);
  if (early) return { tree: null, at: () => ({ line: 1, column: 1 }), problems: [early], notes: [] };
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: 'failsafe',
    version: '1.2',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: false,
  });
  return new TreeReader(lines, text, what).read(documents as readonly Document.Parsed[]);
}

class TreeReader {
  private readonly problems: Problem[] = [];
  private readonly notes: Problem[] = [];
  private readonly places = new Map<string, number>();
  private readonly keys = new Map<string, number>();
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private values = 0;
  private aliases = 0;
  private readonly lines: LineCounter;
  private readonly text: string;
  private readonly what: string;

  constructor(lines: LineCounter, text: string, what: string) {
    this.lines = lines;
    this.text = text;
    this.what = what;
  }

  read(documents: readonly Document.Parsed[]): ParsedTree {
    const [document, second] = documents;
    for (const each of documents) {
      for (const error of each.errors.slice(0, 20))
        this.fault(error.pos[0], yamlRule(error.code), plain(error.message), null);
    }
    if (second)
      this.fault(
        second.range[0],
        'one-document',
        `a ${this.what} is one YAML document; here begins another`,
        'remove the line ---',
      );
    let tree: Tree = null;
    if (document && this.problems.length === 0) {
      if (document.contents === null) this.fault(0, 'empty', `the ${this.what} is empty`, null);
      else tree = this.value(document.contents, []);
    }
    if (documents.length === 0) this.fault(0, 'empty', `the ${this.what} is empty`, null);
    return { tree, at: (path, key) => this.at(path, key ?? false), problems: this.problems, notes: this.notes };
  }

  private value(node: Node | null, path: Path): Tree {
    const most = MOST_VALUES * roomOf(this.what);
    if (this.values > most) return null;
    if (++this.values > most) {
      this.fault(
        node?.range?.[0] ?? 0,
        'too-many-values',
        `more than ${most} values`,
        'aliases count each time they are used',
      );
      return null;
    }
    if (node === null) return null;
    const offset = node.range?.[0] ?? 0;
    if (!this.places.has(join(path))) this.places.set(join(path), offset);
    if (isAlias(node)) return this.alias(node.source, offset, path);
    this.tag(node, offset);
    if (path.length > MOST_DEPTH) {
      this.fault(offset, 'too-deep', `nested deeper than ${MOST_DEPTH} levels`, null);
      return null;
    }
    if (isScalar(node)) return this.remember(node, () => scalar(node.value, node.type ?? 'PLAIN'));
    if (isSeq(node))
      return this.remember(node, () => node.items.map((item, index) => this.value(item as Node, [...path, index])));
    if (isMap(node)) return this.remember(node, () => this.map(node.items as never, path, node.flow === true));
    return null;
  }

  private remember(node: Node & { anchor?: string | undefined }, read: () => Tree): Tree {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    this.open.add(node);
    const tree = read();
    this.open.delete(node);
    return tree;
  }

  private map(items: readonly { key: Node | null; value: Node | null }[], path: Path, flow: boolean): Tree {
    const map: { [key: string]: Tree } = {};
    let last: { readonly name: string; readonly start: number } | null = null;
    for (const { key, value } of items) {
      const offset = key?.range?.[0] ?? 0;
      if (flow && value === null && last !== null && isPlain(key)) {
        map[last.name] = this.restOfText(last.start, key, [...path, last.name]);
        continue;
      }
      const name = isAlias(key) ? null : isScalar(key) ? String(key.value ?? '') : null;
      if (name === null) {
        this.fault(offset, 'key-not-text', 'a key must be plain text', null);
        continue;
      }
      if (name === '<<') {
        this.fault(
          offset,
          'merge-key',
          'merge keys (<<) are not part of the language',
          'say it again, or use `extends` in a tier',
        );
      } else if (RESERVED.has(name)) {
        this.fault(offset, 'reserved-name', `"${name}" cannot be a name`, 'choose another name');
      } else if (Object.hasOwn(map, name)) {
        this.fault(offset, 'duplicate-key', `"${name}" stands here twice`, 'remove one of the two', [...path, name]);
      } else {
        const inner = [...path, name];
        this.keys.set(join(inner), offset);
        map[name] = this.value(value, inner);
        last = isPlain(value) && value.range ? { name, start: value.range[0] } : null;
      }
    }
    return map;
  }

  /** `{ title: Symptoms, times and users }`: YAML ends the text at the comma; nobody who writes it means that. */
  private restOfText(start: number, key: Scalar, path: Path): string {
    const end = key.range?.[1] ?? start;
    const whole = this.text.slice(start, end);
    this.notes.push({
      severity: 'info',
      rule: 'comma-in-text',
      message: `read as one text: "${whole.slice(0, 80)}"`,
      mend: 'put quotes round a text with a comma',
      path: pathText(path),
      ...this.position(start),
    });
    return whole;
  }

  private alias(name: string, offset: number, path: Path): Tree {
    const node = this.anchors.get(name);
    const most = MOST_ALIASES * roomOf(this.what);
    if (++this.aliases > most) {
      if (this.aliases === most + 1)
        this.fault(offset, 'too-many-aliases', `more than ${most} aliases`, 'write it out');
      return null;
    }
    if (!node) this.fault(offset, 'unknown-alias', `nothing is called &${name} before this`, null);
    else if (this.open.has(node)) this.fault(offset, 'cyclic-alias', `*${name} contains itself`, null);
    else return this.value(node, path);
    return null;
  }

  private tag(node: Node & { tag?: string | undefined }, offset: number): void {
    const written = this.text.slice(offset - 200 < 0 ? 0 : offset - 200, offset);
    const custom = node.tag !== undefined && !/^tag:yaml\.org,2002:(?:str|map|seq)$/.test(node.tag);
    if (custom || /!\S*\s*$/.test(written.slice(written.lastIndexOf('\n') + 1))) {
      this.fault(offset, 'tag', `YAML tags (${node.tag ?? '!'}) are not part of the language`, 'remove the tag');
    }
  }

  private at(path: Path, key: boolean): Position {
    for (let length = path.length; length >= 0; length--) {
      const name = join(path.slice(0, length));
      const offset =
        key || length < path.length
          ? (this.keys.get(name) ?? this.places.get(name))
          : (this.places.get(name) ?? this.keys.get(name));
      if (offset !== undefined) return this.position(offset);
    }
    return { line: 1, column: 1 };
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private fault(offset: number, rule: string, message: string, mend: string | null, path: Path = []): void {
    if (this.problems.length >= 100) return;
    this.problems.push({ severity: 'error', rule, message, mend, path: pathText(path), ...this.position(offset) });
  }
}

const isPlain = (node: Node | null): node is Scalar => isScalar(node) && node.type === 'PLAIN';
const join = (path: Path): string => path.join('\u0000');
const yamlRule = (code: string): string =>
  code === 'TAG_RESOLVE_FAILED' ? 'tag' : code === 'BAD_ALIAS' ? 'unknown-alias' : 'yaml';
const plain = (message: string): string =>
  (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');

function scalar(value: unknown, type: string): Tree {
  const text = value === null || value === undefined ? '' : String(value);
  if (type !== 'PLAIN') return text;
  if (text === '' || text === 'null' || text === '~') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  const number = Number(text);
  return /^-?\d/.test(text) && Number.isFinite(number) && String(number) === text ? number : text;
}
