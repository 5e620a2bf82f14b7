// Tags as Zendesk keeps them: lower case, no spaces, no commas, at most 80 characters; and names that become tags.
import type { Linting } from './linting.ts';
import type { Path } from '../problem.ts';

const PLAIN = /^[a-z0-9_:./-]{1,80}$/;
const MOST = 80;

export function lintTags(linting: Linting): void {
  const { policy, document } = linting;
  for (const { tag } of policy.tags) checkTag(linting, tag, ['tags', tag]);
  policy.routes.forEach(({ tag, id }, index) => {
    if (tag !== null)
      checkTag(linting, tag, [...(Array.isArray(document.text.routes) ? ['routes', index] : ['routes', id]), 'tag']);
  });
  for (const { id, tag } of policy.duties.values()) if (tag !== null) checkTag(linting, tag, ['duties', id, 'tag']);
  for (const id of policy.tiers.keys()) checkName(linting, `tier_${id}`, ['tiers', id]);
  for (const { id } of policy.exclusions) checkName(linting, `exclusion_${id}`, ['exclusions', id]);
  policy.escalation.forEach(({ id }, index) => checkName(linting, `escalated_${id}`, ['escalation', index, 'step']));
}

function checkTag(linting: Linting, tag: string, path: Path): void {
  if (PLAIN.test(tag)) return;
  linting.say(
    'error',
    'tag-not-normalised',
    path,
    `Zendesk would not keep "${shown(tag)}" as it is: ${why(tag)}`,
    `write ${normal(tag)}`,
  );
}

/** A name that the sidecar turns into a tag: it says what will be written. */
function checkName(linting: Linting, tag: string, path: Path): void {
  if (PLAIN.test(tag)) return;
  const onlyCase = PLAIN.test(tag.toLowerCase());
  linting.say(
    onlyCase ? 'info' : 'warning',
    'tag-not-normalised',
    path,
    `it is written to Zendesk as the tag ${normal(tag)}: ${why(tag)}`,
    'use lower-case letters, digits and _',
  );
}

function why(tag: string): string {
  if (tag.length > MOST) return `it has more than ${MOST} characters`;
  if (/\s/u.test(tag)) return 'a space parts two tags';
  if (/,/.test(tag)) return 'a comma parts two tags';
  if (/\p{Lu}/u.test(tag)) return 'it has capitals';
  return 'it has characters beside a-z, 0-9 and _ (letters that look alike are not the same)';
}

const shown = (tag: string): string =>
  tag.replace(
    /[\p{Cf}\p{Cc}]/gu,
    (sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

/** The tag that is written in its place. */
export function normal(tag: string): string {
  const plain = tag
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_:./-]+/g, '_');
  return plain.replace(/^_+|_+$/g, '').slice(0, MOST) || 'tag';
}
