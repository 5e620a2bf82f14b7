/** Zendesk's side of the frame: greets an app, answers what its SDK asks, delivers events to who listens. For an unmodified SDK. */
import {
  messageIn,
  type AppMessage,
  type PathError,
  type RequestAnswer,
  type RequestOptions,
  type ZafMetadata,
} from './messages.ts';

/** What the page behind the host can do; one instance serves one frame. */
export interface ZafPage {
  readonly metadata: ZafMetadata;
  /** `{ product, account, location, ticketId }`; the host adds `instanceGuid`. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Value of a path, e.g. `ticket.priority`; undefined: there is no such path. */
  get(path: string): unknown;
  /** False: there is no such path, or it cannot be set. */
  set(path: string, value: unknown): boolean;
  /** Undefined: there is no such action. */
  invoke(action: string, values: readonly unknown[]): unknown;
  request(options: RequestOptions): Promise<RequestAnswer>;
  /** Every message, both ways, for those who watch. */
  trace?(direction: 'in' | 'out', message: unknown): void;
}

export interface ZafHost {
  /** Delivers an event (`ticket.updated`) if the app listens to it. */
  emit(event: string, data?: unknown): void;
  /** Asks the app's handlers of a hook (`ticket.save`): null lets it pass; else why not (false: no words). */
  ask(event: string): Promise<string | false | null>;
  /** Stops listening; the frame is the caller's. */
  close(): void;
}

/** Where to point the frame, so that the app finds its host. */
export function frameUrl(appUrl: string, appGuid: string, colorScheme: 'light' | 'dark'): string {
  const url = new URL(appUrl);
  url.searchParams.set('origin', location.origin);
  url.searchParams.set('app_guid', appGuid);
  url.searchParams.set('colorScheme', colorScheme);
  return url.href;
}

/** Starts to serve a frame. Call it before the frame is loaded. */
export function hostFrame(frame: HTMLIFrameElement, appUrl: string, appGuid: string, page: ZafPage): ZafHost {
  const target = new URL(appUrl).origin;
  const listeners = new Map<string, number>();
  const hooks = new Map<string, (answer: string | false | null) => void>();

  const send = (message: object) => {
    page.trace?.('out', message);
    frame.contentWindow?.postMessage(JSON.stringify(message), target);
  };

  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== frame.contentWindow || event.origin !== target) return;
    const message = messageIn(event.data);
    if (!message || message.appGuid !== appGuid) return;
    page.trace?.('in', message);
    handle(message);
  };

  const handle = (message: AppMessage) => {
    const { key = '', id, request } = message;
    if (id !== undefined && request) answer(id, request, message.params);
    else if (key === 'iframe.handshake') greet();
    else if (key.startsWith('iframe.on:') || key.startsWith('iframe.off:')) count(key, message.message);
    else if (key.startsWith('iframe.reply:')) settleHook(key.slice('iframe.reply:'.length), message.error);
    else if (key.startsWith('request:')) void fetchFor(key, message.message as RequestOptions);
  };

  // Exactly once per load: a second greeting would make the SDK send everything again.
  const greet = () => {
    listeners.clear();
    const context = { ...page.context, instanceGuid: appGuid };
    send({ key: 'zaf.app.registered', message: { metadata: page.metadata, context } });
  };

  const count = (key: string, message: unknown) => {
    const event = key.slice(key.indexOf(':') + 1);
    listeners.set(event, (message as { subscriberCount: number }).subscriberCount);
  };

  const answer = (id: number, request: 'get' | 'set' | 'invoke', params: unknown) => {
    send({
      id,
      result: request === 'get' ? readAll(page, params as string[]) : changeAll(page, request, params as object),
    });
  };

  const fetchFor = async (key: string, options: RequestOptions) => {
    const { status, statusText, headers, body } = await page.request(options);
    const response = { status, statusText, responseText: body, responseJSON: jsonIn(body), responseHeaders: headers };
    const good = status >= 200 && status < 300;
    const responseArgs = good ? [response.responseJSON ?? body, 'success', response] : [response, 'error', statusText];
    send({ key: `zaf.${key}.${good ? 'done' : 'fail'}`, message: { responseArgs } });
  };

  const settleHook = (event: string, error: AppMessage['error']) => {
    hooks.get(event)?.(error ? error.msg : null);
    hooks.delete(event);
  };

  window.addEventListener('message', onMessage);
  return {
    emit: (event, data) => {
      if ((listeners.get(event) ?? 0) > 0) send({ key: `zaf.${event}`, message: data });
    },
    ask: async (event) => {
      if ((listeners.get(event) ?? 0) === 0) return null;
      return new Promise((resolve) => {
        hooks.set(event, resolve);
        send({ key: `zaf.${event}`, needsReply: true });
      });
    },
    close: () => window.removeEventListener('message', onMessage),
  };
}

interface Answers {
  errors: Record<string, PathError>;
  [path: string]: unknown;
}

const NO_SUCH_API: PathError = { name: 'APIUnsupportedError', message: 'No such Api' };

function readAll(page: ZafPage, paths: readonly string[]): Answers {
  const answers: Answers = { errors: {} };
  for (const path of paths) {
    const value = page.get(path);
    if (value === undefined) answers.errors[path] = NO_SUCH_API;
    else answers[path] = value;
  }
  return answers;
}

function changeAll(page: ZafPage, request: 'set' | 'invoke', params: object): Answers {
  const answers: Answers = { errors: {} };
  for (const [path, value] of Object.entries(params) as [string, unknown][]) {
    const done =
      request === 'set' ? (page.set(path, value) ? value : undefined) : page.invoke(path, value as unknown[]);
    if (done === undefined) answers.errors[path] = NO_SUCH_API;
    else answers[path] = done;
  }
  return answers;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined; // not JSON: the app gets the text
  }
}
