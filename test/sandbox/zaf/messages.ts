/** The messages between Zendesk's page and an app's frame, as the SDK sends and takes them. */

/** What the SDK sends: a JSON string, but for replies to hooks, which are objects. */
export interface AppMessage {
  readonly key?: string;
  readonly id?: number;
  readonly request?: 'get' | 'set' | 'invoke';
  readonly params?: unknown;
  readonly message?: unknown;
  readonly error?: { readonly msg: string | false };
  readonly appGuid?: string;
  readonly instanceGuid?: string;
}

/** Why a path was not read, set or invoked: always with a name, or the SDK would take it for a value. */
export interface PathError {
  readonly name: string;
  readonly message: string;
}

export interface ZafMetadata {
  readonly appId: number;
  readonly installationId: number;
  readonly name: string;
  readonly version: string;
  readonly plan: { readonly name: string };
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The options of `client.request` as the page gave them. */
export interface RequestOptions {
  readonly url: string;
  readonly [option: string]: unknown;
}

/** What came back; 2xx resolves the app's promise, anything else rejects it. `body` is text. */
export interface RequestAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The message in an event's data, or null for anything that is none. */
export function messageIn(data: unknown): AppMessage | null {
  if (typeof data !== 'string') return isMessage(data) ? data : null;
  try {
    const parsed: unknown = JSON.parse(data);
    return isMessage(parsed) ? parsed : null;
  } catch {
    return null; // another script's message: not ours
  }
}

function isMessage(value: unknown): value is AppMessage {
  return typeof value === 'object' && value !== null;
}
