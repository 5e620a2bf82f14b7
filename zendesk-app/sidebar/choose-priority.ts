// Sets the priority in Zendesk's form and says that the agent has to save it.
import type { Sidebar } from './context.ts';
import type { MessageKey } from './text/messages.ts';

/** `zendesk`: Zendesk's own value, e.g. urgent. */
export async function choosePriority(zendesk: string, { t, host }: Pick<Sidebar, 't' | 'host'>): Promise<void> {
  const done = await host.setPriority(zendesk);
  const priority = WORDS[zendesk] ? t(WORDS[zendesk]) : zendesk;
  host.notify(t(done ? 'priority.set' : 'priority.notSet', { priority }), done ? 'notice' : 'error');
}

const WORDS: Readonly<Record<string, MessageKey>> = {
  urgent: 'priority.urgent',
  high: 'priority.high',
  normal: 'priority.normal',
  low: 'priority.low',
};
