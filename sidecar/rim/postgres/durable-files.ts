/** PGlite's files on disk, with the fsync that PGlite leaves out: a commit then outlives a power cut. */
import { fsyncSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** An open file of the emscripten file system; `nfd` is Node's descriptor. */
interface OpenFile {
  readonly nfd?: number;
}
interface FileSystemModule {
  readonly NODEFS: { readonly stream_ops: { fsync?: (file: OpenFile) => number } };
}

/** PGlite starts PostgreSQL with `-F` (no fsync), and its fdatasync answers without doing anything: fsync is the one that can be given. */
export const DURABLE_START: readonly string[] = [
  ...PGlite.defaultStartParams.filter((word) => word !== '-F'),
  '-c',
  'wal_sync_method=fsync',
];

let count = 0;
/** Files flushed to the disk by this process so far. */
export function flushes(): number {
  return count;
}

export class DurableFiles extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(...args);
    const preRun = started.emscriptenOpts.preRun;
    const giveFsync = (module: unknown): void => {
      (module as FileSystemModule).NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) {
          fsyncSync(nfd);
          count += 1;
        }
        return 0;
      };
    };
    const before = preRun === undefined ? [] : Array.isArray(preRun) ? preRun : [preRun];
    return { emscriptenOpts: { ...started.emscriptenOpts, preRun: [...before, giveFsync] } };
  }
}
