// The sidebar's words: looked up by key in translations/<locale>.json, `{name}` filled in, plurals by count.
import english from '../../translations/en.json' with { type: 'json' };

type Leaf<T> = T extends string
  ? ''
  : { [K in keyof T & string]: T[K] extends string ? K : T[K] extends Plural ? K : `${K}.${Leaf<T[K]>}` }[keyof T &
      string];
interface Plural {
  readonly one: string;
  readonly other: string;
}

/** Key of a text, e.g. `timer.due`. A missing one does not compile. */
export type MessageKey = Leaf<typeof english.sidebar>;
export type Values = Readonly<Record<string, string | number>>;
/** `values.count` picks the plural form (`zero` is taken for 0 where the text has it). */
export type Translate = (key: MessageKey, values?: Values) => string;

type Tree = { readonly [key: string]: string | Tree };

/** The texts in the agent's language; English where there is no translation. */
export function translator(locale: string, texts: Tree = english.sidebar): Translate {
  const plurals = new Intl.PluralRules(locale);
  return (key, values = {}) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>((tree, part) => (typeof tree === 'object' ? tree[part] : undefined), texts);
    return fill(typeof found === 'object' ? pluralForm(found, values['count'], plurals) : (found ?? key), values);
  };
}

function pluralForm(forms: Tree, count: string | number | undefined, plurals: Intl.PluralRules): string {
  const number = Number(count ?? 0);
  const form = (number === 0 ? forms['zero'] : undefined) ?? forms[plurals.select(number)] ?? forms['other'];
  return typeof form === 'string' ? form : '';
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/gu, (hole, name: string) => String(values[name] ?? hole));
}
