/** Sessions that were ended, as the replicas of a test share them. */
import type { EndedSessions } from '#rim/http/authentication/sessions.ts';

export function endedSessions(): EndedSessions {
  const used = new Set<string>();
  return {
    firstUse(id) {
      const isFirst = !used.has(id);
      used.add(id);
      return Promise.resolve(isFirst);
    },
    wasUsed: (id) => Promise.resolve(used.has(id)),
  };
}
