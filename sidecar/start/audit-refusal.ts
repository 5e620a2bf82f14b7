/** What a role or a token was refused stands in the audit log. */
import type { AuditEntry } from '#flow/ports/store.ts';
import { complain, type Base } from './base.ts';
import type { Kept } from './store.ts';

export type AuditRefusal = (entry: Pick<AuditEntry, 'actor' | 'role' | 'action' | 'outcome'>) => void;

/** Nobody waits for it: a refusal is answered whether or not it could be written down. */
export function createAuditRefusal(base: Base, { store }: Kept): AuditRefusal {
  return (entry) =>
    void store.audit.append({ ...entry, subject: '', detail: null }).catch(complain(base, 'a refusal was not audited'));
}
