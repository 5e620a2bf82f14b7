// What we use of Zendesk's SDK (global `ZAFClient`, loaded by the page before us), as it really behaves: see guard.ts for its traps.

export interface ZafMetadata {
  readonly appId: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ZafContext {
  readonly product: string;
  readonly location: string;
  readonly account: { readonly subdomain: string };
  /** Missing on an unsaved ticket and where no ticket is shown. */
  readonly ticketId?: number | string;
  /** Where an organization is shown. */
  readonly organizationId?: number | string;
}

/** To Zendesk's own API, as the agent who looks. */
export interface OwnRequest {
  readonly url: string;
  readonly type: 'GET' | 'PUT';
  readonly contentType?: 'application/json';
  /** JSON. */
  readonly data?: string;
  readonly autoRetry: boolean;
}

/** To another host; Zendesk's proxy puts the placeholders in and signs `jwt`. */
export interface SignedRequest {
  readonly url: string;
  readonly type: 'POST';
  readonly secure: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly jwt: {
    readonly algorithm: 'HS256';
    readonly secret_key: string;
    /** Seconds, 60 to 3600. */
    readonly expiry: number;
    readonly claims: Readonly<Record<string, string>>;
  };
  readonly contentType: string;
  readonly data: string;
  readonly autoRetry: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface ZafClient {
  metadata(): Promise<ZafMetadata>;
  context(): Promise<ZafContext>;
  get(paths: string[]): Promise<unknown>;
  set(path: string, value: unknown): Promise<unknown>;
  invoke(action: string, ...values: unknown[]): Promise<unknown>;
  on(event: string, handler: (data: unknown) => void): void;
  off(event: string, handler: (data: unknown) => void): void;
  request(options: OwnRequest | SignedRequest): Promise<unknown>;
}

declare global {
  interface Window {
    ZAFClient?: { init(): ZafClient | false };
  }
}
