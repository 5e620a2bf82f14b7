// Finds the command that the arguments name, checks the arguments against it, runs it, and answers the exit status.
import { stripVTControlCharacters } from 'node:util';
import { parseArgs, renderUsage, runCommand, type ArgsDef } from 'citty';
import { nearest, suggestion } from '#core/policy/problem.ts';
import type { Doing, Entry, Group } from './group.ts';
import { coloured, count, withoutColour } from './print.ts';
import { BadUse, BAD_USE, FINE, NO, NoAnswer } from './status.ts';
import { tierline } from './tierline.ts';

const WHAT = "Makes a company's published support agreement run inside Zendesk";

/** Runs one command line. What is wrong with its use is said on standard error; it never throws for that. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const called: Called = { name: 'tierline', parent: '' };
  try {
    return await dispatchGroup(tierline, WHAT, words, called);
  } catch (error) {
    if (error instanceof NoAnswer) {
      console.error(`tierline: ${error.message}`);
      return NO;
    }
    if (!(error instanceof BadUse) && !isCittyFault(error)) throw error;
    console.error(`tierline: ${error.message}\nRun ${called.name} --help to see how it is used.`);
    return BAD_USE;
  }
}

/** The command as far as its words were understood. */
interface Called {
  name: string;
  /** The words before its last one. */
  parent: string;
}

/** citty's own faults of use (a missing argument) carry a code that begins with E. */
const isCittyFault = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'CLIError' && 'code' in error && /^E[A-Z_]+$/.test(String(error.code));

async function dispatch({ description, load }: Entry, words: readonly string[], called: Called): Promise<number> {
  const found = await load();
  if ('commands' in found) return dispatchGroup(found, description, words, called);
  if (words.includes('--help') || words.includes('-h')) {
    console.log(await usageOf({ ...found, meta: metaOf(description, called) }, called));
    return FINE;
  }
  return run(found, words, called.name);
}

async function dispatchGroup(
  { commands }: Group,
  description: string,
  words: readonly string[],
  called: Called,
): Promise<number> {
  const [word, ...rest] = words;
  const found = word !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (found !== undefined && word !== undefined) {
    called.parent = called.name;
    called.name = `${called.name} ${word}`;
    return dispatch(found, rest, called);
  }
  if (word === '--version') return version();
  if (word !== undefined && word !== '--help' && word !== '-h' && word !== 'help') {
    throw new BadUse(`${called.name} has no command "${word}"; ${suggestion(word, Object.keys(commands))}`);
  }
  const lines = Object.entries(commands).map(([name, each]) => [
    name,
    { meta: { name, description: each.description } },
  ]);
  const usage = await usageOf(
    { meta: metaOf(description, called), subCommands: Object.fromEntries(lines) as Record<string, Doing> },
    called,
  );
  if (word === undefined) {
    console.error(usage);
    return BAD_USE;
  }
  console.log(usage);
  return FINE;
}

function metaOf(description: string, { name }: Called): { readonly name: string; readonly description: string } {
  return { name: name.slice(name.lastIndexOf(' ') + 1), description };
}

async function run(command: Doing, words: readonly string[], name: string): Promise<number> {
  const args = (await resolve(command.args)) ?? {};
  checkOptions(words, args, name);
  const wanted = Object.entries(args).filter(([, arg]) => arg.type === 'positional' && arg.required !== false);
  // citty names one missing argument at a time; here all that the command needs are named.
  const optional = Object.fromEntries(
    Object.entries(args).map(([key, arg]) => [key, arg.type === 'positional' ? { ...arg, required: false } : arg]),
  ) as ArgsDef;
  const parsed = parseArgs<ArgsDef>([...words], optional);
  if (parsed._.length < wanted.length) {
    throw new BadUse(`${name} needs ${wanted.map(([key]) => key.toUpperCase()).join(' ')}`);
  }
  refuseMore(parsed._, args, name);
  if (parsed['color'] === false || parsed['no-color'] === true) withoutColour();
  const { result } = await runCommand(command, { rawArgs: [...words] });
  return typeof result === 'number' ? result : FINE;
}

/** What would be passed over is bad use too. An argument that is named in the plural takes as many as there are. */
function refuseMore(given: readonly string[], args: ArgsDef, name: string): void {
  const names = Object.entries(args).flatMap(([key, arg]) => (arg.type === 'positional' ? [key] : []));
  const extra = given[names.length];
  if (extra === undefined || names.at(-1)?.endsWith('s')) return;
  const takes =
    names.length === 0 ? 'no argument' : `${count(names.length, 'argument')}: ${names.join(' ').toUpperCase()}`;
  throw new BadUse(`${name} takes ${takes}; "${extra}" is one more`);
}

/** An option that the command does not know is bad use, not something to pass over. */
function checkOptions(words: readonly string[], args: ArgsDef, name: string): void {
  const known = new Set(['help', 'h', 'no-color', 'color']);
  for (const [key, arg] of Object.entries(args)) {
    if (arg.type === 'positional') continue;
    known.add(key).add(`no-${key}`);
    for (const alias of 'alias' in arg ? [arg.alias ?? []].flat() : []) known.add(alias);
  }
  for (const word of words) {
    if (word === '--') return;
    if (!word.startsWith('-') || word === '-') continue;
    const option = word.replace(/^--?/, '').split('=', 1)[0] ?? '';
    if (known.has(option)) continue;
    const guess = nearest(option, [...known]);
    const meant = guess === null ? '' : `; did you mean --${guess}?`;
    throw new BadUse(`${name} has no option ${word.split('=', 1)[0] ?? word}${meant}`);
  }
}

/** citty colours its usage always; here only where a terminal reads it. */
async function usageOf(command: Doing, { parent }: Called): Promise<string> {
  const usage = await renderUsage(command, parent === '' ? undefined : { meta: { name: parent } });
  return (coloured() ? usage : stripVTControlCharacters(usage)).replace(/ +$/gm, '');
}

async function version(): Promise<number> {
  const { default: about } = await import('../../package.json', { with: { type: 'json' } });
  console.log(about.version);
  return FINE;
}

async function resolve<T>(value: T | (() => T | Promise<T>) | Promise<T> | undefined): Promise<T | undefined> {
  return typeof value === 'function' ? (value as () => T | Promise<T>)() : value;
}
