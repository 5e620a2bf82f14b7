// What is not on the first view, in a chunk of its own: panels and the bodies of folds. It loads right after the first view.
import { Cause } from './cause.tsx';
import { Contacts } from './contacts.tsx';
import { Entitlements } from './entitlements.tsx';
import { Escalate } from './escalate.tsx';
import { Exclusions } from './exclusions.tsx';
import { Further } from './further.tsx';
import { Keys } from './keys.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { Memberships } from './memberships.tsx';
import { Priority } from './priority.tsx';
import { Receipt } from './receipt.tsx';
import { Todo } from './todo.tsx';
import { WhatIf } from './what-if.tsx';
import { Why } from './why.tsx';
import { ZendeskSla } from './zendesk-sla.tsx';

const PARTS = {
  listening: Keys,
  zendeskSla: ZendeskSla,
  memberships: Memberships,
  keys: KeysPanel,
  why: Why,
  priority: Priority,
  receipt: Receipt,
  whatIf: WhatIf,
  escalate: Escalate,
  cause: Cause,
  todo: Todo,
  contacts: Contacts,
  entitlements: Entitlements,
  coverage: Exclusions,
  notices: Further,
} as const;

export type DetailName = keyof typeof PARTS;

export default function Detail({ name }: { readonly name: DetailName }) {
  const Part = PARTS[name];
  return <Part />;
}
