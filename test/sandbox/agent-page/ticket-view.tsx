/** One ticket: properties, conversation, composer, and the apps panel with the sidebar. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Address } from './address.ts';
import { Composer } from './composer.tsx';
import { changeOf, EMPTY, type Form } from './form.ts';
import { Properties } from './properties.tsx';
import {
  replyAsCustomer,
  ticketDetail,
  updateTicket,
  type Comment,
  type Snapshot,
  type TicketDetail,
  type User,
} from './sandbox-api.ts';
import { SidebarFrame } from './sidebar-frame.tsx';
import type { ZafHost } from '../zaf/host.ts';

export interface TicketViewProps {
  readonly appUrl: string;
  readonly world: Snapshot;
  readonly revision: number;
  readonly ticketId: number;
  readonly address: Address;
  tell(text: string): void;
}

export function TicketView(props: TicketViewProps) {
  const { appUrl, world, revision, ticketId, address, tell } = props;
  const detail = useDetail(ticketId, revision);
  const [form, setForm] = useState<Form>(EMPTY);
  const host = useRef<ZafHost | null>(null);
  const change = useCallback((part: Partial<Form>) => {
    setForm((last) => ({ ...last, ...part }));
    for (const [property, value] of Object.entries(part)) {
      if (property !== 'comment') host.current?.emit(`ticket.${property}.changed`, value);
    }
  }, []);
  const submit = async (status: string) => {
    const veto = await host.current?.ask('ticket.save');
    if (veto !== undefined && veto !== null) {
      tell(veto === false ? 'An app does not let the ticket be saved.' : veto);
      return;
    }
    host.current?.emit('ticket.submit.start');
    try {
      await updateTicket(ticketId, changeOf(form, status));
      setForm(EMPTY);
      host.current?.emit('ticket.submit.done');
    } catch (fault) {
      tell(fault instanceof Error ? fault.message : String(fault));
      host.current?.emit('ticket.submit.fail');
    }
    host.current?.emit('ticket.submit.always');
  };
  return (
    <>
      <Properties world={world} detail={detail} form={form} change={change} />
      <main className="ticket">
        {detail ? <Conversation detail={detail} /> : <p className="waiting">Opening…</p>}
        {detail ? (
          <Composer
            form={form}
            change={change}
            status={form.status ?? detail.ticket.status}
            submit={submit}
            customerReplies={async (text) => {
              await replyAsCustomer(ticketId, text).catch((fault: unknown) => tell(String(fault)));
            }}
          />
        ) : null}
      </main>
      <aside className="apps" style={{ inlineSize: `${String(address.w)}px` }} aria-label="Apps">
        <h2>Tierline</h2>
        {detail ? (
          <SidebarFrame
            appUrl={appUrl}
            world={world}
            detail={detail}
            form={form}
            scheme={address.scheme}
            change={change}
            tell={tell}
            onHost={(made) => {
              host.current = made;
            }}
          />
        ) : null}
      </aside>
    </>
  );
}

function useDetail(ticketId: number, revision: number): TicketDetail | null {
  const [detail, setDetail] = useState<TicketDetail | null>(null);
  useEffect(() => {
    let current = true;
    void ticketDetail(ticketId).then((answer) => current && setDetail(answer));
    return () => {
      current = false;
    };
  }, [ticketId, revision]);
  return detail;
}

function Conversation({ detail }: { readonly detail: TicketDetail }) {
  const { ticket, requester, organization, comments } = detail;
  return (
    <>
      <header className="head">
        <h1>{ticket.subject}</h1>
        <p className="facts">
          #{ticket.id} · {requester?.name ?? 'unknown'} · {organization?.name ?? 'no organization'} · via{' '}
          {ticket.via.channel}
        </p>
      </header>
      <ol className="conversation" aria-label="Conversation">
        {comments.map((comment) => (
          <CommentBox
            key={comment.id}
            comment={comment}
            author={detail.users.find((user) => user.id === comment.author_id)}
          />
        ))}
      </ol>
    </>
  );
}

function CommentBox({ comment, author }: { readonly comment: Comment; readonly author: User | undefined }) {
  const kind = comment.public ? (author?.role === 'end-user' ? 'customer' : 'agent') : 'note';
  return (
    <li className={`comment ${kind}`}>
      <p className="facts">
        <strong>{author?.name ?? 'Somebody'}</strong> {comment.public ? '' : '· internal note '}·{' '}
        <time dateTime={comment.created_at}>{timeText(comment.created_at)}</time>
      </p>
      <p className="body">{comment.body}</p>
    </li>
  );
}

function timeText(at: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(Date.parse(at));
}
