// Whether the requester's certificate is valid (PEX-12).
import type { EpochMs } from '#core/facts/facts.ts';
import type { CertificationWord } from './judgement.ts';
import type { State } from './state.ts';
import { zoneOf } from './zones.ts';

/** First instants of `expiring` and of `expired`: a certificate of date D ends as D's day of the month begins (PX4). */
export function certificateEnds(state: State): { readonly expiring: EpochMs; readonly expired: EpochMs } | null {
  const certification = state.policy.certification;
  const since = state.requester.certifiedOn ?? null;
  if (certification === null || since === null) return null;
  const zone = zoneOf(state.policy, state.policy.timeZone);
  const end = Temporal.PlainDate.from(since).add({ months: certification.validMonths });
  const early = end.subtract({ days: certification.expiringDays });
  return { expiring: zone.startOfDate(early.toString()), expired: zone.startOfDate(end.toString()) };
}

/** Null: there is no certificate, or the policy knows none. */
export function certificationOf(state: State): CertificationWord | null {
  const ends = certificateEnds(state);
  if (ends === null) return null;
  if (state.at >= ends.expired) return 'expired';
  return state.at >= ends.expiring ? 'expiring' : 'valid';
}
