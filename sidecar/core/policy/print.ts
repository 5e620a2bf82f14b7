// A policy document → YAML text that reads as the same document.
import { Document, isScalar, visit } from 'yaml';
import type { PolicyText } from '#schema/policy.ts';

/** Prints a policy. Reading the print gives an equal document, quotes and comments aside. */
export function printPolicy(text: PolicyText): string {
  const document = new Document(text, { schema: 'core', aliasDuplicateObjects: false, keepUndefined: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && changesWhenPlain(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Pair: (_key, pair) => {
      if (
        isScalar(pair.key) &&
        typeof pair.key.value === 'string' &&
        (pair.key.value === '' || pair.key.value === '<<')
      )
        pair.key.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Text that YAML or the reader would take for a number, a word of YAML, or nothing. */
function changesWhenPlain(text: string): boolean {
  return (
    text === '' ||
    /^[-+.]?\d/.test(text) ||
    /^(?:true|false|null|yes|no|on|off|y|n|~)$/i.test(text) ||
    /^\s|\s$|[\n\r\t]/.test(text)
  );
}
