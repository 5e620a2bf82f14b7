// What the customer still owes, and the message that asks for it.
import type { IntakeItem } from '#schema/generated/support.ts';
import { useAct } from './acting.tsx';
import { useSidebar } from './context.ts';
import { copyAndTell } from './copy.ts';
import { Icon } from './icon.tsx';
import { Inline, Label, Line, List, Muted, Row, Small, SmallButton, Stack, TextButton } from './parts.tsx';

export function IntakeList() {
  const { t, support, host } = useSidebar();
  const { items, message } = support.intake;
  return (
    <Stack>
      <Label>{t('todo.intake')}</Label>
      <List>
        {items.map((item) => (
          <IntakeRow key={item.id} item={item} />
        ))}
      </List>
      {message ? (
        <Row>
          <SmallButton
            onClick={() => void host.insertDraft(message).then((done) => done && host.notify(t('inserted'), 'notice'))}
          >
            {t('insert')}
          </SmallButton>
          <TextButton onClick={() => void copyAndTell(message, { t, host })}>{t('copy')}</TextButton>
        </Row>
      ) : null}
    </Stack>
  );
}

function IntakeRow({ item }: { readonly item: IntakeItem }) {
  const { t, actsOff, support } = useSidebar();
  const { act, refusal } = useAct();
  return (
    <li>
      <Line style={{ alignItems: 'center', flexWrap: 'nowrap' }}>
        <Inline>
          <Icon
            name={item.given ? 'checkCircle' : 'info'}
            tone={item.given ? 'foreground.success' : 'foreground.subtle'}
          />
          <Small>
            {item.title} <Muted>{item.optional ? t('todo.optional') : (item.value ?? '')}</Muted>
          </Small>
        </Inline>
        {item.given || support.ended ? null : (
          <TextButton
            disabled={actsOff}
            style={{ flex: 'none' }}
            aria-label={`${t('todo.given')}: ${item.title}`}
            onClick={() => void act('provideIntake', { item: item.id })}
          >
            {t('todo.given')}
          </TextButton>
        )}
      </Line>
      {refusal}
    </li>
  );
}
