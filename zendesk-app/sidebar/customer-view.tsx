// A customer's contract, what a ticket opened now would be promised, whom to reach, and what is open.
import type { OrganizationSupport, PriorityTargets, QueueItem } from '#schema/generated/support.ts';
import { People } from './contacts.tsx';
import { endText } from './contract-text.ts';
import { onceEach } from './counts.ts';
import type { CustomerProps } from './customer.tsx';
import { Fold } from './fold.tsx';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';
import { Badge, Inline, Label, Line, List, Muted, Row, Small, Stack, Strong, TextButton, Title } from './parts.tsx';
import { instantText } from './text/instant.ts';

export interface CustomerViewProps extends CustomerProps {
  /** Epoch ms. */
  readonly now: number;
  readonly support: OrganizationSupport;
  /** Null: the place shows nobody. */
  readonly requesterId: string | null;
  readonly isNew: boolean;
}

export function CustomerView(props: CustomerViewProps) {
  const { t, support, isNew } = props;
  const people = onceEach(support.contract?.contacts ?? []);
  return (
    <>
      <Head {...props} />
      <CoverageNotice {...props} />
      {isNew ? <Targets {...props} /> : null}
      {isNew ? <Requester {...props} /> : null}
      <Announcements {...props} />
      <Stack $gap={2}>
        {people.length > 0 ? (
          <Fold id="fold-contacts" title={t('contacts.named')} count={people.length}>
            <People title={t('contacts.named')} people={people} desk={props} />
          </Fold>
        ) : null}
        <Bought {...props} />
        <Fold id="fold-tickets" title={t('customer.tickets')} count={support.openTickets.length}>
          <Tickets {...props} />
        </Fold>
      </Stack>
    </>
  );
}

function Head(props: CustomerViewProps) {
  const { t, support } = props;
  const { contract, coverage } = support;
  if (!contract) {
    return (
      <Row>
        <Title>{t('header.noContract')}</Title>
        <Badge>{t(`coverage.${coverage.verdict}`)}</Badge>
      </Row>
    );
  }
  return (
    <Stack $gap={0}>
      <Title>{contract.tier.title}</Title>
      <Muted>{[contract.organization ?? '', endText(contract, props)].filter(Boolean).join(' · ')}</Muted>
    </Stack>
  );
}

/** Only where a request without special traits would not simply be covered. */
function CoverageNotice({ t, support: { contract, coverage } }: CustomerViewProps) {
  if (coverage.verdict === 'COVERED') return null;
  const text = coverage.reasons[0]?.text ?? t('header.noContractText');
  if (contract?.status === 'UNPAID') return <Notice tone="danger" title={t('notice.unpaid')} text={text} />;
  if (contract?.status === 'ENDED') return <Notice tone="warning" title={t('notice.ended')} text={text} />;
  return <Notice tone="info" title={t(`coverage.${coverage.verdict}`)} text={text} />;
}

function Targets(props: CustomerViewProps) {
  const { t, support } = props;
  return (
    <Stack>
      <Label>{t('customer.targets')}</Label>
      {support.targets.length === 0 ? <Muted>{t('customer.noTargets')}</Muted> : null}
      <List>
        {support.targets.map((one) => (
          <Target key={one.priority.id} target={one} view={props} />
        ))}
      </List>
    </Stack>
  );
}

function Target({ target, view }: { readonly target: PriorityTargets; readonly view: CustomerViewProps }) {
  const { t, now, zone } = view;
  const { priority, timers } = target;
  return (
    <li>
      <Small>
        <Strong>{priority.id}</Strong> {priority.title}
      </Small>
      {timers.map(({ metric, title, dueAt, targetText }) => (
        <Line key={metric} style={{ marginInlineStart: 18 }}>
          <Inline>
            <Icon name="clock" />
            <Small>{title}</Small>
          </Inline>
          <Small>
            <bdi>
              {dueAt ? (
                <Strong>{t('timer.due', { time: instantText(Date.parse(dueAt), now, zone) })}</Strong>
              ) : (
                targetText
              )}
            </bdi>
          </Small>
        </Line>
      ))}
    </li>
  );
}

/** Whether the contract names who asks. What that means is judged once there is a ticket. */
function Requester({ t, support, requesterId }: CustomerViewProps) {
  const contacts = support.contract?.contacts ?? [];
  if (requesterId === null || contacts.length === 0) return null;
  const roles = contacts.filter(({ userId }) => userId === requesterId).map(({ role }) => role.replaceAll('_', ' '));
  const named = roles.length > 0;
  return (
    <Inline>
      <Icon name={named ? 'checkCircle' : 'user'} tone={named ? 'foreground.success' : 'foreground.subtle'} />
      <Small>{named ? t('customer.requester', { roles: roles.join(', ') }) : t('customer.stranger')}</Small>
    </Inline>
  );
}

function Announcements({ t, support, now, zone }: CustomerViewProps) {
  const time = (at: string) => instantText(Date.parse(at), now, zone);
  return support.notices.map(({ id, kind, from, to, text }) => (
    <Notice
      key={id}
      tone="info"
      title={t('other.noticeLine', { kind: kind.replaceAll('_', ' '), from: time(from), to: time(to) })}
      {...(text === null ? {} : { text })}
    />
  ));
}

function Bought({ t, support }: CustomerViewProps) {
  const bought = support.contract?.entitlements ?? [];
  if (bought.length === 0) return null;
  return (
    <Fold id="fold-entitlements" title={t('fold.entitlements')} count={bought.length}>
      <List>
        {bought.map(({ id, title, quantity }) => (
          <li key={id}>
            <Small>
              {title}
              {quantity === null ? '' : ` × ${String(quantity)}`}
            </Small>
          </li>
        ))}
      </List>
    </Fold>
  );
}

function Tickets(props: CustomerViewProps) {
  const { t, support } = props;
  if (support.openTickets.length === 0) return <Muted>{t('customer.noTickets')}</Muted>;
  return (
    <List>
      {support.openTickets.map((ticket) => (
        <TicketRow key={ticket.ticketId} ticket={ticket} view={props} />
      ))}
    </List>
  );
}

function TicketRow({ ticket, view }: { readonly ticket: QueueItem; readonly view: CustomerViewProps }) {
  const { t, now, zone, host } = view;
  const { ticketId, priority, nextDueAt, breached, atRisk } = ticket;
  const facts = [
    priority ?? '',
    breached ? t('customer.breached') : atRisk ? t('customer.atRisk') : '',
    nextDueAt && !breached ? t('timer.due', { time: instantText(Date.parse(nextDueAt), now, zone) }) : '',
  ];
  return (
    <li>
      <Line style={{ flexWrap: 'nowrap' }}>
        <Inline>
          <Icon
            name={breached ? 'alertError' : atRisk ? 'alertWarning' : 'clock'}
            tone={breached ? 'foreground.danger' : atRisk ? 'foreground.warning' : 'foreground.subtle'}
          />
          <TextButton onClick={() => host.openTicket(ticketId)}>{t('customer.open', { id: ticketId })}</TextButton>
        </Inline>
        <Small>{facts.filter(Boolean).join(' · ')}</Small>
      </Line>
    </li>
  );
}
