// Which language the agent reads: theirs where there is a translation, else English. Times and units follow it, so that no line mixes two.

/** Languages with a file in translations/. */
const TRANSLATED: readonly string[] = ['en'];
const FALLBACK = 'en-GB';
const RIGHT_TO_LEFT = /^(?:ar|fa|he|iw|ur|yi)\b/u;

/** The locale of texts, times and units for an agent's locale (BCP 47), e.g. `en-US` stays, `he` becomes `en-GB`. */
export function shownLocale(agents: string): string {
  const language = agents.split('-')[0]?.toLowerCase() ?? '';
  return TRANSLATED.includes(language) ? agents : FALLBACK;
}

export function isRightToLeft(locale: string): boolean {
  return RIGHT_TO_LEFT.test(locale);
}
