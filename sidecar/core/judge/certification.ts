// Whether the requester's certificate is valid (PEX-12).
import type { EpochMs } from '#core/facts/facts.ts';
import type { Certification } from '#core/policy/policy.ts';
import type { Calendar } from '#core/time/time.ts';
import type { CertificationWord } from './judgement.ts';
import { oncePer } from './once.ts';
import type { State } from './state.ts';
import { zoneOf } from './zones.ts';

interface CertificateEnds {
  readonly expiring: EpochMs;
  readonly expired: EpochMs;
}

/** By rule and date of the certificate: there are few dates, and many tickets ask. */
const knownEnds = oncePer((_: Certification) => new Map<string, CertificateEnds>());

/** First instants of `expiring` and of `expired`: a certificate of date D ends as D's day of the month begins (PX4). */
export function certificateEnds({ policy, requester }: State): CertificateEnds | null {
  const { certification } = policy;
  const since = requester.certifiedOn ?? null;
  if (certification === null || since === null) return null;
  const byDate = knownEnds(certification);
  let ends = byDate.get(since);
  if (ends === undefined) byDate.set(since, (ends = layEnds(certification, since, zoneOf(policy, policy.timeZone))));
  return ends;
}

/** The last day that a date with four digits can name. */
const LAST_DATE = Temporal.PlainDate.from('9999-12-31');

function layEnds({ validMonths, expiringDays }: Certification, since: string, zone: Calendar): CertificateEnds {
  const sum = Temporal.PlainDate.from(since).add({ months: validMonths });
  const end = Temporal.PlainDate.compare(sum, LAST_DATE) > 0 ? LAST_DATE : sum;
  const early = end.subtract({ days: expiringDays });
  return { expiring: zone.startOfDate(early.toString()), expired: zone.startOfDate(end.toString()) };
}

/** Null: there is no certificate, or the policy knows none. */
export function certificationOf(state: State): CertificationWord | null {
  const ends = certificateEnds(state);
  if (ends === null) return null;
  if (state.at >= ends.expired) return 'expired';
  return state.at >= ends.expiring ? 'expiring' : 'valid';
}
