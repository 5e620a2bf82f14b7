/** Documents as Apollo keeps them: texts while they are under way, what it parsed as long as it is asked again and again. */
import type { DocumentNode } from 'graphql';
import { createRecent } from './recent.ts';

/** Apollo's cache interface, as far as it is used here. */
interface Cache<V> {
  get(key: string): Promise<V | undefined>;
  set(key: string, value: V): Promise<void>;
  delete(key: string): Promise<void>;
}

const OWN = ' own';

/** The number of a document; the app's own, which are few, are known by it and kept for good. */
export function documentId(count: number, isOwn: boolean): string {
  return `${String(count)}${isOwn ? OWN : ''}`;
}
/** Of a number, or of what ends with one. */
export function isOwnDocument(id: string): boolean {
  return id.endsWith(OWN);
}

/** Of a parsed document hundreds of kilobytes are kept: whoever writes values into the text makes a new one each time. */
const DOCUMENTS = 64;

/** What was parsed lately, by Apollo's key. */
export function createDocuments(): Cache<DocumentNode> {
  const own = new Map<string, DocumentNode>();
  const recent = createRecent<string, DocumentNode>(DOCUMENTS);
  return {
    get: (key) => Promise.resolve(own.get(key) ?? recent.get(key)),
    set(key, document) {
      if (isOwnDocument(key)) own.set(key, document);
      else recent.set(key, document);
      return Promise.resolve();
    },
    delete: () => Promise.resolve(),
  };
}

/** The texts of requests under way, by their number: Apollo asks for them as for persisted ones, with `apq:` before it. */
export function createTexts(): {
  readonly cache: Cache<string>;
  hold(id: string, text: string): void;
  /** Once for each `hold`. */
  drop(id: string): void;
} {
  const held = new Map<string, { readonly text: string; users: number }>();
  return {
    cache: {
      get: (key) => Promise.resolve(held.get(key.slice('apq:'.length))?.text),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
    hold(id, text) {
      const known = held.get(id);
      if (known === undefined) held.set(id, { text, users: 1 });
      else known.users += 1;
    },
    drop(id) {
      const known = held.get(id);
      if (known !== undefined && (known.users -= 1) === 0) held.delete(id);
    },
  };
}
