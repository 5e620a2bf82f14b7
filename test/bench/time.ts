// Business time: due times and elapsed time a second against libraries and against the limit, with right answers beside.
import { compileCalendar } from '#core/time/time.ts';
import { NaiveCalendar } from '#test/core/time/naive.ts';
import { CALENDARS, ZONE, questions, type BenchCalendar, type Question } from './time.cases.ts';
import { dayjsBusinessTime, limit, momentBusinessTime, product, seriousBusinessTime, type Peer } from './time.peers.ts';

const ROUNDS = 5;
const SLICE_MS = 120;
const CHECKED = 400;

interface Row {
  readonly peer: Peer;
  readonly add: number[];
  readonly elapsed: number[];
}

/** Runs the benchmark; false when the product gave a wrong answer. */
export async function run(): Promise<boolean> {
  process.env.TZ = ZONE;
  await Promise.resolve();
  printCompile();
  let right = true;
  for (const calendar of CALENDARS) right = compareOn(calendar) && right;
  return right;
}

function compareOn(calendar: BenchCalendar): boolean {
  const peers = [product(calendar), limit(calendar), dayjsBusinessTime(calendar), momentBusinessTime(calendar)];
  if (calendar.name === 'office') peers.push(seriousBusinessTime(calendar));
  const asked = questions(20_000);
  const ends = asked.map(({ start, minutes }) => start + minutes * 60_000 * 3);
  const rows: Row[] = peers.map((peer) => ({ peer, add: [], elapsed: [] }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const row of rows) {
      const add = nanoseconds(asked.length, (i) => row.peer.add(asked[i]!.start, asked[i]!.minutes));
      const { elapsed } = row.peer;
      const diff = elapsed && nanoseconds(asked.length, (i) => elapsed(asked[i]!.start, ends[i]!));
      if (round === 0) continue; // warms up
      row.add.push(add);
      if (diff !== undefined) row.elapsed.push(diff);
    }
  }
  return printTable(calendar, rows);
}

/** Time of one call: as many calls as fit into a slice, over questions taken in turn. */
function nanoseconds(count: number, call: (i: number) => number): number {
  let sum = 0;
  let calls = 0;
  let batch = 16;
  const start = process.hrtime.bigint();
  let spent = 0n;
  while (spent < BigInt(SLICE_MS) * 1_000_000n) {
    for (let i = 0; i < batch; i++) sum += call(calls++ % count);
    spent = process.hrtime.bigint() - start;
    if (spent < 10_000_000n) batch *= 2;
  }
  if (Number.isNaN(sum)) throw new Error('an answer is not a number');
  return Number(spent) / calls;
}

function printTable(calendar: BenchCalendar, rows: readonly Row[]): boolean {
  const bound = rows[1]!;
  const table = rows.map((row) => {
    const right = rightAnswers(row.peer, calendar);
    return {
      [calendar.name]: row.peer.name,
      'deadlines/s': Math.round(1e9 / median(row.add)).toLocaleString('en'),
      ns: rounded(median(row.add)),
      'x limit': ratio(row.add, bound.add),
      'elapsed/s': row.elapsed.length === 0 ? '-' : Math.round(1e9 / median(row.elapsed)).toLocaleString('en'),
      'x limit (elapsed)': row.elapsed.length === 0 ? '-' : ratio(row.elapsed, bound.elapsed),
      right,
    };
  });
  console.table(table);
  const fastest = rows.slice(2).reduce((best, row) => (median(row.add) < median(best.add) ? row : best));
  const times = Math.round(median(fastest.add) / median(rows[0]!.add)).toLocaleString('en');
  console.log(`${calendar.name}: ${times} times the deadlines of ${fastest.peer.name}, the fastest library`);
  return table[0]!.right === '100 %';
}

/** Ratios are taken within each round, against the limit of that round; then their median. */
function ratio(own: readonly number[], bound: readonly number[]): number {
  return rounded(median(own.map((ns, round) => ns / bound[round]!)));
}

/** The share of deadlines and differences that the minute-by-minute calendar confirms; half of them near summer time. */
function rightAnswers(peer: Peer, calendar: BenchCalendar): string {
  const asked = [...questions(CHECKED / 2), ...questions(CHECKED / 2, true)];
  const truth = truthOf(calendar);
  let right = 0;
  let all = 0;
  for (const question of asked) {
    const due = truth.addMs(question.start, question.minutes * 60_000);
    right += sameDeadline(peer, truth, question, due) ? 1 : 0;
    all++;
    if (peer.elapsed === undefined) continue;
    right += peer.elapsed(question.start, due) === question.minutes ? 1 : 0;
    all++;
  }
  return `${Math.floor((1000 * right) / all) / 10} %`;
}

/** The close and the next opening are one answer to a library; not to the product. */
function sameDeadline(peer: Peer, truth: NaiveCalendar, { start, minutes }: Question, due: number): boolean {
  const answer = peer.add(start, minutes);
  return answer === due || (peer.name !== 'tierline' && answer === truth.nextOpening(due));
}

const truths = new Map<string, NaiveCalendar>();

function truthOf({ name, week, definition }: BenchCalendar): NaiveCalendar {
  let truth = truths.get(name);
  if (truth === undefined) {
    const office = { timeZone: ZONE, week, closedOn: definition.closedOn as readonly string[] };
    truth = new NaiveCalendar([office], ZONE, Date.UTC(2023, 11, 20), Date.UTC(2027, 0, 10));
    truths.set(name, truth);
  }
  return truth;
}

/** Five years compiled: the first calendar of the process, then the median of many, and what one keeps. */
function printCompile(): void {
  const times: number[] = [];
  const kept: unknown[] = [];
  const before = memory();
  for (let n = 0; n < 40; n++) {
    const start = performance.now();
    const calendar = compileCalendar(CALENDARS[1]!.definition);
    for (let year = 2023; year <= 2027; year++) calendar.isOpen(Date.UTC(year, 6, 1));
    times.push(performance.now() - start);
    kept.push(calendar);
  }
  const size = (memory() - before) / kept.length / 1024;
  console.log(
    `compiling split for 5 years: first ${rounded(times[0]!)} ms, then ${rounded(median(times))} ms, ${Math.round(size)} KB each`,
  );
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function rounded(value: number): number {
  return value < 10 ? Math.round(value * 100) / 100 : Math.round(value);
}
