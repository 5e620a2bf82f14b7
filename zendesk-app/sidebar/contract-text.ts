// How long a contract holds, in words.
import type { Contract } from '#schema/generated/support.ts';
import type { Translate } from './text/messages.ts';
import { dateText, type Zone } from './text/instant.ts';

const DAY = 24 * 60 * 60_000;
/** A contract that ends within this many days says so. */
const SOON_DAYS = 30;

/** `until 31 Mar 2027`; `now` in epoch ms. */
export function endText(
  { endsOn, status }: Pick<Contract, 'endsOn' | 'status'>,
  { t, now, zone }: { readonly t: Translate; readonly now: number; readonly zone: Zone },
): string {
  if (endsOn === null) return t('header.open');
  const date = dateText(endsOn, zone.locale);
  const days = Math.ceil((Date.parse(endsOn) + DAY - now) / DAY);
  if (status === 'ENDED' || days <= 0) return t('header.ended', { date });
  return days <= SOON_DAYS ? t('header.endsSoon', { count: days }) : t('header.until', { date });
}
