/** The role that Zendesk gives a user. */
import type { Zendesk } from '#flow/ports/zendesk.ts';
import type { RoleLookUp } from './roles.ts';

/** Asks Zendesk for it each time. */
export function zendeskRole(zendesk: Pick<Zendesk, 'users'>): RoleLookUp {
  return async (userId) => {
    const answer = await zendesk.users([userId]);
    if (!answer.ok) return { kind: 'unknown' };
    const [user] = answer.value;
    if (user === undefined || user.suspended) return { kind: 'none' };
    if (user.role === 'end-user') return { kind: 'role', role: 'end_user' };
    return { kind: 'role', role: user.light ? 'light_agent' : user.role };
  };
}
