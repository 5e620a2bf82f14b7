// People to reach: those of the level that has the ticket, and those whom the contract names.
import type { Contact } from '#schema/generated/support.ts';
import styled from 'styled-components';
import { useSidebar, type Sidebar } from './context.ts';
import { copyAndTell } from './copy.ts';
import { canEscalate, reachable } from './counts.ts';
import { Icon } from './icon.tsx';
import { Label, Line, Link, List, Muted, Row, Small, Stack, Strong, TextButton } from './parts.tsx';
import { dateText } from './text/instant.ts';

const Address = styled(Link)`
  display: inline-block;
  min-block-size: 24px;
  line-height: 24px;
`;

const Copy = styled(TextButton)`
  flex: none;
  inline-size: 24px;
`;

/** What drawing a person needs, with a ticket or without. */
interface Desk {
  readonly desk: Pick<Sidebar, 't' | 'zone' | 'host'>;
}

/** Body of the fold. */
export function Contacts() {
  const sidebar = useSidebar();
  const { t, support, open } = sidebar;
  const { route, level, named } = reachable(support);
  return (
    <>
      {route ? <People title={t('contacts.route')} people={[route]} desk={sidebar} /> : null}
      {level.length > 0 ? <People title={t('contacts.level')} people={level} desk={sidebar} /> : null}
      {named.length > 0 ? <People title={t('contacts.named')} people={named} desk={sidebar} /> : null}
      {canEscalate(support) ? (
        <div>
          <TextButton onClick={() => open('escalate')} data-panel="escalate">
            {t('escalate.title')}
          </TextButton>
        </div>
      ) : null}
    </>
  );
}

export function People({
  title,
  people,
  desk,
}: { readonly title: string; readonly people: readonly Contact[] } & Desk) {
  return (
    <Stack>
      <Label>{title}</Label>
      <List>
        {people.map((person, index) => (
          <Person key={`${String(index)} ${person.role} ${person.name ?? ''}`} person={person} desk={desk} />
        ))}
      </List>
    </Stack>
  );
}

/** One person with the ways to reach them. */
export function Person({ person, desk }: { readonly person: Contact } & Desk) {
  const { t, zone } = desk;
  const { name, role, email, phone, certifiedOn } = person;
  const shown = name ?? role;
  const roleText = role.replaceAll('_', ' ');
  const facts = [
    roleText === name?.toLowerCase() ? '' : roleText,
    certifiedOn ? t('contacts.certified', { date: dateText(certifiedOn, zone.locale) }) : '',
  ];
  const address = email ?? phone;
  return (
    <li>
      <Line style={{ flexWrap: 'nowrap' }}>
        <Small>
          <Strong>{name ?? t('contacts.unnamed')}</Strong> <Muted>{facts.filter(Boolean).join(' · ')}</Muted>
        </Small>
        {address ? (
          <Copy
            aria-label={t('contacts.copy', { name: shown })}
            title={t('contacts.copy', { name: shown })}
            onClick={() => void copyAndTell(address, desk)}
          >
            <Icon name="copy" />
          </Copy>
        ) : null}
      </Line>
      {address ? (
        <Row>
          {email ? (
            <Address href={`mailto:${email}`} aria-label={t('contacts.mail', { name: shown, address: email })}>
              <bdi>{email}</bdi>
            </Address>
          ) : null}
          {phone ? (
            <Address href={`tel:${phone}`} aria-label={t('contacts.call', { name: shown, address: phone })}>
              <bdi>{phone}</bdi>
            </Address>
          ) : null}
        </Row>
      ) : null}
    </li>
  );
}
