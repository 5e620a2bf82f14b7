// Zendesk as an installation sees it: what an administrator sets up once.
import type {
  FieldOption,
  SeenAccount,
  SeenField,
  SeenTrigger,
  SeenWebhook,
  Trigger,
  WantedField,
  Webhook,
} from '#core/install/account.ts';
import type { Delivered } from './failures.ts';

export interface Installation {
  /** The app's own number. */
  readonly appId: string;
  readonly installationId: string;
  readonly enabled: boolean;
  readonly name: string;
}

/** The account part by part: one that may not be read hides none of the others. */
export interface AccountParts {
  readonly ownUserId: string;
  readonly fields: Delivered<readonly SeenField[]>;
  readonly webhooks: Delivered<readonly SeenWebhook[]>;
  readonly triggers: Delivered<readonly SeenTrigger[]>;
}

export interface AccountAdmin {
  /** Everything that a plan needs, freshly read. */
  read(): Promise<Delivered<SeenAccount>>;
  /** The same in parts. Fails where Zendesk does not even say who we are. */
  readParts(): Promise<Delivered<AccountParts>>;
  createField(field: WantedField): Promise<Delivered<null>>;
  /** Sends the whole list: an option that is left out would be taken from every ticket. */
  setOptions(
    field: SeenField,
    options: readonly (FieldOption & { readonly id: string | null })[],
  ): Promise<Delivered<null>>;
  activateField(field: SeenField): Promise<Delivered<null>>;
  createWebhook(webhook: Webhook): Promise<Delivered<null>>;
  updateWebhook(id: string, webhook: Webhook): Promise<Delivered<null>>;
  /** Puts it into the first category where the account has categories. */
  createTrigger(trigger: Trigger): Promise<Delivered<null>>;
  updateTrigger(id: string, trigger: Trigger): Promise<Delivered<null>>;
  signingSecret(webhook: SeenWebhook): Promise<Delivered<string>>;
  /** Null: Zendesk does not tell it. */
  appVersion(appId: string): Promise<Delivered<string | null>>;
  installations(): Promise<Delivered<readonly Installation[]>>;
}
