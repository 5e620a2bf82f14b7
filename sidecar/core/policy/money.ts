// `250 USD per hour` → a rate.
import type { Rate } from './policy.ts';

const SIGNS: Readonly<Record<string, string>> = { $: 'USD', us$: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };
const PER =
  /^(?:per|a|an|\/|each)\s*(working hour|business hour|hour|hr|h|day|ticket|call|incident|case|month|year)s?$/;

/** Reads a rate; null where the text is none. Without a period it is per ticket. */
export function readRate(text: string): Rate | null {
  const clean = text.trim().replace(/(\d),(?=\d{3}\b)/g, '$1');
  const match =
    /^(?<amount>\d+(?:\.\d+)?)\s*(?<unit>[A-Za-z]{3}|[$€£¥])\s*(?<per>.*)$/.exec(clean) ??
    /^(?<unit>[A-Za-z]{3}|US\$|[$€£¥])\s*(?<amount>\d+(?:\.\d+)?)\s*(?<per>.*)$/i.exec(clean);
  const { amount, unit, per = '' } = match?.groups ?? {};
  if (amount === undefined || unit === undefined) return null;
  const currency = SIGNS[unit.toLowerCase()] ?? unit.toUpperCase();
  const period = per === '' ? 'ticket' : PER.exec(per.trim().toLowerCase())?.[1];
  if (period === undefined) return null;
  return { amount: Number(amount), currency, per: periodOf(period), text };
}

function periodOf(word: string): Rate['per'] {
  if (/hour|^hr$|^h$/.test(word)) return 'hour';
  if (word === 'call' || word === 'case') return 'ticket';
  return word as Rate['per'];
}
