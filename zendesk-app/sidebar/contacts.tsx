// People to reach: those of the level that has the ticket, and those whom the contract names.
import type { Contact } from '#schema/generated/support.ts';
import { Anchor } from '@zendeskgarden/react-buttons';
import styled from 'styled-components';
import { useSidebar } from './context.ts';
import { copyAndTell } from './copy.ts';
import { reachable } from './counts.ts';
import { Label, List, Muted, Row, Small, Stack, Strong, TextButton } from './parts.tsx';
import { dateText } from './text/instant.ts';

const Link = styled(Anchor)`
  display: inline-block;
  min-block-size: 24px;
  font-size: 12px;
  line-height: 24px;
`;

/** Body of the fold. */
export function Contacts() {
  const { t, support, open } = useSidebar();
  const { route, level, named } = reachable(support);
  return (
    <>
      {route ? <People title={t('contacts.route')} people={[route]} /> : null}
      {level.length > 0 ? <People title={t('contacts.level')} people={level} /> : null}
      {named.length > 0 ? <People title={t('contacts.named')} people={named} /> : null}
      {support.level || support.escalation.steps.length > 0 ? (
        <div>
          <TextButton onClick={() => open('escalate')} data-panel="escalate">
            {t('escalate.title')}
          </TextButton>
        </div>
      ) : null}
    </>
  );
}

function People({ title, people }: { readonly title: string; readonly people: readonly Contact[] }) {
  return (
    <Stack>
      <Label>{title}</Label>
      <List>
        {people.map((person, index) => (
          <Person key={`${String(index)} ${person.role} ${person.name ?? ''}`} person={person} />
        ))}
      </List>
    </Stack>
  );
}

function Person({ person }: { readonly person: Contact }) {
  const sidebar = useSidebar();
  const { t, zone } = sidebar;
  const { name, role, email, phone, certifiedOn } = person;
  const shown = name ?? role;
  return (
    <li>
      <Small>
        <Strong>{name ?? t('contacts.unnamed')}</Strong>{' '}
        <Muted>
          {[
            role.replaceAll('_', ' '),
            certifiedOn ? t('contacts.certified', { date: dateText(certifiedOn, zone.locale) }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </Muted>
      </Small>
      {(email ?? phone) ? (
        <Row>
          {email ? (
            <Link href={`mailto:${email}`} aria-label={t('contacts.mail', { name: shown, address: email })}>
              <bdi>{email}</bdi>
            </Link>
          ) : null}
          {phone ? (
            <Link href={`tel:${phone}`} aria-label={t('contacts.call', { name: shown, address: phone })}>
              <bdi>{phone}</bdi>
            </Link>
          ) : null}
          <TextButton
            aria-label={t('contacts.copy', { name: shown })}
            onClick={() => void copyAndTell(email ?? phone ?? '', sidebar)}
          >
            {t('copy')}
          </TextButton>
        </Row>
      ) : null}
    </li>
  );
}
