/** What the sidecar runs by, made from its environment. */
import { LOOPBACK, type EnvironmentValues } from '#schema/settings.ts';

export interface Settings {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly zendesk: {
    /** Origin without a slash at the end. */
    readonly url: string;
    readonly subdomain: string;
    /** Whose tickets the database holds; null: a stand-in on this machine that was given no name. */
    readonly account: string | null;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Number of the installed app, for the doctor; null: it looks for the name. */
    readonly appId: string | null;
    /** Null: none of Zendesk's marketplace headers is sent. */
    readonly marketplace: {
      readonly name: string;
      readonly organizationId: string | null;
      readonly appId: string | null;
    } | null;
  };
  readonly webhook: { readonly secrets: readonly string[]; readonly toleranceMs: number };
  readonly app: {
    /** Of the app's secure setting; the second only during a rotation. */
    readonly secrets: readonly string[];
    /** PEM, SPKI. Null: the sidecar does not host the app. */
    readonly publicKey: string | null;
    /** Null: any installation of the account. */
    readonly installationId: string | null;
  };
  /** None: off; the second only during a rotation. */
  readonly adminTokens: readonly string[];
  readonly policiesDir: string | null;
  /** Judges tickets without a contract; null: the policy that was published first. */
  readonly defaultPolicy: string | null;
  readonly logLevel: string;
  /** Only the app's own operations are answered, also to scripts. */
  readonly persistedOnly: boolean;
  /** Null: no defects are filed. */
  readonly github: { readonly token: string; readonly url: string } | null;
}

/** Of variables that are right each and together. `publicKey`: PEM, SPKI; null: none is set. */
export function settingsOf(values: EnvironmentValues, publicKey: string | null): Settings {
  const { ZENDESK_MARKETPLACE_NAME: name } = values;
  return {
    production: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    zendesk: {
      url: values.ZENDESK_URL,
      subdomain: values.ZENDESK_SUBDOMAIN ?? firstLabel(values.ZENDESK_URL),
      account: values.ZENDESK_SUBDOMAIN ?? accountOf(values.ZENDESK_URL),
      clientId: values.ZENDESK_OAUTH_CLIENT_ID,
      clientSecret: values.ZENDESK_OAUTH_CLIENT_SECRET,
      appId: values.ZENDESK_APP_ID,
      marketplace:
        name === null
          ? null
          : {
              name,
              organizationId: values.ZENDESK_MARKETPLACE_ORGANIZATION_ID,
              appId: values.ZENDESK_MARKETPLACE_APP_ID,
            },
    },
    webhook: { secrets: values.ZENDESK_WEBHOOK_SECRET, toleranceMs: values.WEBHOOK_TOLERANCE },
    app: {
      secrets: [
        values.ZENDESK_APP_SECRET,
        ...(values.ZENDESK_APP_SECRET_PREVIOUS === null ? [] : [values.ZENDESK_APP_SECRET_PREVIOUS]),
      ],
      publicKey,
      installationId: values.ZENDESK_APP_INSTALLATION_ID,
    },
    adminTokens: [values.ADMIN_TOKEN, values.ADMIN_TOKEN_PREVIOUS].filter((token) => token !== null),
    policiesDir: values.POLICIES_DIR,
    defaultPolicy: values.DEFAULT_POLICY,
    logLevel: values.LOG_LEVEL,
    persistedOnly: values.PERSISTED_ONLY,
    github: values.GITHUB_TOKEN === null ? null : { token: values.GITHUB_TOKEN, url: values.GITHUB_URL },
  };
}

function firstLabel(url: string): string {
  return new URL(url).hostname.split('.')[0] ?? '';
}
function accountOf(url: string): string | null {
  return LOOPBACK.has(new URL(url).hostname) ? null : firstLabel(url);
}
