/** How our notes say in the update's metadata what they were written for: they are found again by it. */

/** Zendesk's `metadata.custom` of the audit. */
export function noteMetadata(causes: readonly string[]): object {
  return { tierline: { causes: [...causes] } };
}

/** What the JSON of such an update holds, and no other of ours. */
export const NOTE_MARK = '"metadata":{"tierline":{"causes":';
