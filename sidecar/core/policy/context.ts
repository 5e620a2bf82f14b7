// What every part of the compiler shares: the text, the names that it defines, and the problems found on the way.
import type { PolicyText } from '#schema/policy.ts';
import type { Cites } from './policy.ts';
import type { Path, Problem, Severity } from './problem.ts';
import { pathText, suggestion } from './problem.ts';
import type { PolicyDocument } from './read.ts';

/** Kinds of names that one part of a policy may use of another. */
export type NameKind =
  | 'calendar'
  | 'holiday set'
  | 'contact'
  | 'duty'
  | 'entitlement'
  | 'exclusion'
  | 'field'
  | 'intake'
  | 'level'
  | 'metric'
  | 'priority'
  | 'product'
  | 'service'
  | 'step'
  | 'tier'
  | 'topic';

/** One mention of a clause. */
export interface Citation {
  readonly clause: string;
  readonly path: string;
}

const MOST_RULES = 40_000;

interface Budget {
  /** Rules that may still be made. */
  left: number;
  /** Places of patterns. */
  readonly patterns: Set<string>;
}

export class Context {
  readonly document: PolicyDocument;
  readonly text: PolicyText;
  readonly problems: Problem[] = [];
  readonly citations: Citation[] = [];
  /** Names that are used: a name that nothing uses is worth a word. */
  readonly used = new Set<string>();
  private readonly names: Map<NameKind, Set<string>>;
  private readonly told = new Set<string>();
  private readonly budget: Budget;
  private silent: Context | null = null;

  constructor(
    document: PolicyDocument,
    names = new Map<NameKind, Set<string>>(),
    budget: Budget = { left: MOST_RULES, patterns: new Set() },
  ) {
    this.budget = budget;
    this.names = names;
    this.document = document;
    this.text = withTier(document.text);
  }

  /**
   * Counts what the text stands for: a short text may name very many rules (groups of priorities, of levels).
   * False, and a fault once, when it is more than any agreement needs.
   */
  spend(count: number, path: Path): boolean {
    this.budget.left -= count;
    if (this.budget.left >= 0) return true;
    if (this.budget.left > -1_000_000)
      this.fault(path, 'too-large', 'the policy stands for too many rules', 'name fewer priorities, levels or tiers');
    this.budget.left = -1_000_001;
    return false;
  }

  /** How many patterns the policy has with this one, each counted once. */
  patternsWith(path: Path): number {
    return this.budget.patterns.add(pathText(path)).size;
  }

  /** The same names, but problems and citations are not told again. */
  quiet(): Context {
    this.silent ??= new Context(this.document, this.names, this.budget);
    return this.silent;
  }

  /** This context the first time, a quiet one from then on. */
  once(what: string): Context {
    if (this.told.has(what)) return this.quiet();
    this.told.add(what);
    return this;
  }

  define(kind: NameKind, names: Iterable<string>): void {
    const known = this.names.get(kind) ?? new Set<string>();
    for (const name of names) known.add(name);
    this.names.set(kind, known);
  }

  known(kind: NameKind): ReadonlySet<string> {
    return this.names.get(kind) ?? new Set();
  }

  /** Checks that a name is defined; says where it is not, and what was meant. */
  refer(kind: NameKind, name: string, path: Path, key = false): boolean {
    this.used.add(`${kind} ${name}`);
    if (this.known(kind).has(name)) return true;
    this.fault(path, 'unknown-reference', `there is no ${kind} "${name}"`, suggestion(name, this.known(kind)), { key });
    return false;
  }

  fault(
    path: Path,
    rule: string,
    message: string,
    mend: string | null,
    more: { readonly key?: boolean; readonly severity?: Severity } = {},
  ): void {
    if (this.problems.length >= 500) return;
    const severity = more.severity ?? 'error';
    this.problems.push({
      severity,
      rule,
      message,
      mend,
      path: pathText(path),
      ...this.document.at(path, more.key ?? false),
    });
  }

  /** Reads `cites`, and remembers who cites what. */
  cites(written: string | readonly string[] | undefined, path: Path): Cites {
    const clauses = list(written).flatMap((each) => each.split(/[\s,;]+/).filter((clause) => clause !== ''));
    for (const clause of clauses) this.citations.push({ clause, path: pathText(path) });
    return clauses;
  }
}

/** A policy that names no tier and yet says what it promises has one, `standard`. */
function withTier(text: PolicyText): PolicyText {
  const says = text.hours !== undefined || text.promises !== undefined || text.calendars !== undefined;
  return text.tiers === undefined && says ? { ...text, tiers: { standard: { title: 'Standard' } } } : text;
}

/** One of what may be written as one or as a list. */
export type One<Written> = Written extends readonly (infer Each)[] ? Each : Exclude<Written, undefined>;

/** One, a list or nothing → a list. */
export function list<Written>(written: Written): readonly One<Written>[] {
  if (written === undefined) return [];
  return (Array.isArray(written) ? written : [written]) as readonly One<Written>[];
}

/** One, a list or nothing → each with its place in the text. */
export function placed<Written>(written: Written, path: Path): readonly (readonly [One<Written>, Path])[] {
  return list(written).map((one, index) => [one, Array.isArray(written) ? [...path, index] : path]);
}

/** Entries of a map in the order of the text; none where there is no map. */
export function entries<T>(map: { readonly [key: string]: T } | undefined): readonly (readonly [string, T])[] {
  return map === undefined ? [] : Object.entries(map);
}

/** `first_response` → `First response`. */
export function titleOf(id: string): string {
  const words = id.replace(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
