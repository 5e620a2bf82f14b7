/** Test builds: Node reads some modules of the sidecar with a few places changed. The product's own files hold nothing of this. */
import { registerHooks } from 'node:module';

export interface Patch {
  /** End of the module's path, under `sidecar/`. */
  readonly file: string;
  /** Found once, and replaced. */
  readonly before: string;
  readonly after: string;
}

/** Changes a module's source; throws where a place is gone, so that no patch is lost in silence. */
export function withPatches(path: string, source: string, patches: readonly Patch[]): string {
  let changed = source;
  for (const { file, before, after } of patches) {
    if (!path.endsWith(`sidecar/${file}`)) continue;
    if (changed.split(before).length !== 2) throw new Error(`a place in ${file} is gone: ${before}`);
    changed = changed.replace(before, () => after);
  }
  return changed;
}

/** For a module that is loaded by `node --import`: what is loaded after it is changed. */
export function loadWith(patches: readonly Patch[]): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.includes('/sidecar/') || loaded.source == null) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: withPatches(new URL(url).pathname, source, patches) };
    },
  });
}
