// What every part of the sidebar may use: words, the agent's zone, the instant shown, and acting.
import { createContext, useContext } from 'react';
import type { TicketSupport } from '#schema/generated/support.ts';
import type { ActName } from '../api/operations.ts';
import type { TimerChanges, Fetched } from '../api/sidecar.ts';
import type { Host } from '../zaf/host.ts';
import type { Translate } from './text/messages.ts';
import type { Zone } from './text/instant.ts';

export interface Sidebar {
  readonly t: Translate;
  readonly zone: Zone;
  /** Epoch ms of the sidecar's clock, as drawn. */
  readonly now: number;
  readonly support: TicketSupport;
  readonly host: Host;
  /** Why nothing can be done just now: the sidecar does not answer, or an act is under way. */
  readonly actsOff: boolean;
  /** Null: it was done; else why not, in words. Use it by `useAct`, which shows them. */
  act(name: ActName, values: Readonly<Record<string, string>>): Promise<string | null>;
  whatIf(change: Readonly<Record<string, string>>): Promise<Fetched<TimerChanges>>;
  open(panel: PanelName): void;
  /** Asks the sidecar again. */
  refresh(): void;
}

/** Panels that open in place, one at a time. */
export type PanelName = 'why' | 'priority' | 'receipt' | 'whatIf' | 'escalate' | 'cause' | 'keys';

const SidebarContext = createContext<Sidebar | null>(null);
export const SidebarProvider = SidebarContext.Provider;

export function useSidebar(): Sidebar {
  const sidebar = useContext(SidebarContext);
  if (!sidebar) throw new Error('useSidebar outside of SidebarProvider');
  return sidebar;
}
