// What every lint gets, and how it says what it found.
import type { CompileNotes, Compiled } from '../compile.ts';
import type { Policy } from '../policy.ts';
import type { Path, Problem, Severity } from '../problem.ts';
import { pathText } from '../problem.ts';
import type { PolicyDocument } from '../read.ts';

export class Linting {
  readonly document: PolicyDocument;
  readonly policy: Policy;
  readonly notes: CompileNotes;
  readonly today: string;
  readonly problems: Problem[] = [];
  private readonly openings = new Map<string, boolean>();

  constructor(document: PolicyDocument, compiled: Extract<Compiled, { readonly kind: 'ok' }>, today: string) {
    this.document = document;
    this.policy = compiled.policy;
    this.notes = compiled.notes;
    this.today = today;
  }

  say(severity: Severity, rule: string, path: Path, message: string, mend: string | null): void {
    if (this.problems.length >= 300) return;
    this.problems.push({ severity, rule, message, mend, path: pathText(path), ...this.document.at(path, true) });
  }

  /** Whether a calendar ever opens from today on. */
  opens(calendar: string): boolean {
    const known = this.openings.get(calendar);
    if (known !== undefined) return known;
    const today = Temporal.PlainDate.from(this.today).toZonedDateTime('UTC').epochMilliseconds;
    const opens = this.policy.calendar(calendar, {}).nextOpening(today) !== null;
    this.openings.set(calendar, opens);
    return opens;
  }

  line(path: Path): number {
    return this.document.at(path, true).line;
  }
}

/** `tiers.gold.promises.update[1]` → its parts. */
export function pathOf(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
}
