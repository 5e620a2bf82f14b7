/** The page's state in its address, so that a picture, a test or a report is a link: `?ticket=35403&w=320&scheme=dark&as=admin`. */

export interface Address {
  readonly ticket: number | null;
  /** Width of the app's panel, CSS pixels. */
  readonly w: number;
  readonly scheme: 'light' | 'dark';
  /** Who looks; null: whoever looked last. */
  readonly as: Role | null;
}

export type Role = 'agent' | 'admin' | 'light';

const ROLES: readonly Role[] = ['agent', 'admin', 'light'];
export const WIDTHS = [240, 280, 320, 400, 480, 560] as const;

export function readAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const width = Number(query.get('w') ?? 320);
  return {
    ticket: query.has('ticket') ? Number(query.get('ticket')) : null,
    w: width >= 240 && width <= 560 ? width : 320,
    scheme: query.get('scheme') === 'dark' ? 'dark' : 'light',
    as: ROLES.find((role) => role === query.get('as')) ?? null,
  };
}

export function addressText({ ticket, w, scheme, as }: Address): string {
  const query = new URLSearchParams({
    ...(ticket === null ? {} : { ticket: String(ticket) }),
    w: String(w),
    scheme,
    ...(as === null ? {} : { as }),
  });
  return `?${query.toString()}`;
}
