// Links as written → title and address.
import { isMap, list } from './context.ts';

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A link is an address, or { title, url }. */
export function linksOf(written: unknown): readonly Link[] {
  return list(written).map((link: unknown) => {
    const map = isMap(link) ? link : { url: link };
    const url = String(map['url']);
    return { title: typeof map['title'] === 'string' ? map['title'] : url.replace(/^https?:\/\//, ''), url };
  });
}
