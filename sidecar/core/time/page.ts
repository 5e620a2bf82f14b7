// One page of a compiled calendar: sorted openings and closings with running sums, and two indexes that replace the searches.
import { PAGE } from './civil.ts';

/** Widths of the index's buckets: 9.3 hours of time, 4.7 hours of working time. Powers of two divide without rounding. */
const TIME_BUCKET = 2 ** 25;
const WORK_BUCKET = 2 ** 24;

type Index = Uint16Array | Uint32Array;

/** A page. Instants that are given to it lie in `[lo, hi)`; intervals that go on beyond an edge are cut there. */
export class Page {
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** Open time before each interval, and at the end that of the whole page. */
  readonly before: Float64Array;
  readonly total: number;
  /** By bucket of time: the first interval that closes after the bucket's start. */
  private readonly byTime: Index;
  /** By bucket of working time: the first interval that ends with more work done than the bucket's start. */
  private readonly byWork: Index;

  /** `flat`: intervals in order, without overlaps, within the page. */
  constructor(lo: number, flat: readonly number[]) {
    this.lo = lo;
    this.hi = lo + PAGE;
    this.count = flat.length / 2;
    this.opens = new Float64Array(this.count);
    this.closes = new Float64Array(this.count);
    this.before = new Float64Array(this.count + 1);
    for (let i = 0; i < this.count; i++) {
      this.opens[i] = flat[2 * i]!;
      this.closes[i] = flat[2 * i + 1]!;
      this.before[i + 1] = this.before[i]! + this.closes[i]! - this.opens[i]!;
    }
    this.total = this.before[this.count]!;
    this.byTime = indexOf(this.closes, lo, TIME_BUCKET, PAGE / TIME_BUCKET);
    this.byWork = indexOf(this.before.subarray(1), 0, WORK_BUCKET, Math.floor(this.total / WORK_BUCKET) + 1);
  }

  /** The first interval that closes after `t`: the one that contains it, or the next one. `count`: there is none. */
  find(t: number): number {
    const closes = this.closes;
    let i = this.byTime[((t - this.lo) / TIME_BUCKET) | 0]!;
    while (i < closes.length && closes[i]! <= t) i++;
    return i;
  }

  /** Working time from the page's start to `t`. */
  workBefore(t: number): number {
    const i = this.find(t);
    const before = this.before[i]!;
    if (i === this.count) return before;
    const open = this.opens[i]!;
    return t > open ? before + t - open : before;
  }

  /** The earliest instant by which so much work is done; `0 < work <= total`. It may be a closing. */
  whenDone(work: number): number {
    const before = this.before;
    let i = this.byWork[(work / WORK_BUCKET) | 0]!;
    // The index looks for more than the bucket's start: work that is exactly that much may end one interval earlier.
    while (i > 0 && before[i]! >= work) i--;
    while (before[i + 1]! < work) i++;
    return this.opens[i]! + work - before[i]!;
  }

  /** The latest instant before which so much work is done; `0 <= work < total`. It may be an opening. */
  whenLeft(work: number): number {
    const before = this.before;
    let i = this.byWork[(work / WORK_BUCKET) | 0]!;
    while (before[i + 1]! <= work) i++;
    return this.opens[i]! + work - before[i]!;
  }
}

/** For each bucket's start, the first place of the ascending `ends` that lies beyond it. */
function indexOf(ends: Float64Array, start: number, width: number, buckets: number): Index {
  const index = ends.length < 65_536 ? new Uint16Array(buckets) : new Uint32Array(buckets);
  let i = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = start + bucket * width;
    while (i < ends.length && ends[i]! <= from) i++;
    index[bucket] = i;
  }
  return index;
}
