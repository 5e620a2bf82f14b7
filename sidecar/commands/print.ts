// Printing: colour only on a terminal that wants it, problems with their place, counts.
import { styleText } from 'node:util';
import type { Problem, Severity } from '#core/policy/problem.ts';

type Style = Parameters<typeof styleText>[0];

let wanted = true;

/** `--no-color`: nothing is coloured from here on. */
export function withoutColour(): void {
  wanted = false;
}

/** Whether standard output takes colour: a terminal, NO_COLOR not set, --no-color not given. */
export function coloured(): boolean {
  return paint('red', '.') !== '.';
}

/** Coloured where standard output is a terminal and NO_COLOR is not set. */
export function paint(style: Style, text: string): string {
  return wanted ? styleText(style, text, { stream: process.stdout }) : text;
}

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** `file:line:column: error: what [rule]`, and under it how to mend it. */
export function problemLines(file: string, problem: Problem): string {
  const place = paint('bold', `${file}:${problem.line}:${problem.column}:`);
  const head = `${place} ${paint(STYLES[problem.severity], problem.severity)}: ${problem.message} ${paint('dim', `[${problem.rule}]`)}`;
  return problem.mend === null ? head : `${head}\n    ${problem.mend}`;
}

/** A problem as a workflow command of GitHub Actions. */
export function githubLine(file: string, problem: Problem): string {
  const kind = { error: 'error', warning: 'warning', info: 'notice' }[problem.severity];
  const message = problem.mend === null ? problem.message : `${problem.message} (${problem.mend})`;
  const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  return `::${kind} file=${property(file)},line=${problem.line},col=${problem.column},title=${property(problem.rule)}::${data(message)}`;
}

/** `1 problem`, `2 problems`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
