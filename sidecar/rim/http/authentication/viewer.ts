/** Who asks, and what that person may do now. */

export const ROLES = ['admin', 'agent', 'light_agent', 'end_user'] as const;
export type Role = (typeof ROLES)[number];

/** `write`: asked again of Zendesk every minute. `read`: may rest on an answer of the last five minutes. */
export type Purpose = 'read' | 'write';

export type RoleReading =
  | { readonly kind: 'role'; readonly role: Role }
  /** Deleted, suspended: nothing is open any more. */
  | { readonly kind: 'none' }
  /** Zendesk cannot be asked: nothing is open until it can. */
  | { readonly kind: 'unknown' };

export interface Viewer {
  /** Zendesk's user id; `admin-token` for the token of scripts. */
  readonly id: string;
  /** Whether the id is proven, or only claimed by the page. */
  readonly proven: boolean;
  role(purpose: Purpose): Promise<RoleReading>;
  /** How long, in ms from now, the token still holds; null: without end. */
  leftMs(): number | null;
}

/** A viewer whose role came with the token. */
export function viewerWithRole(id: string, role: Role, proven: boolean, leftMs: Viewer['leftMs']): Viewer {
  const reading = Promise.resolve({ kind: 'role', role } as const);
  return { id, proven, role: () => reading, leftMs };
}
