// The sidebar when there is no judgement to show: each says what is so, and what to do.
import { useEffect, useState } from 'react';
import styled from 'styled-components';
import type { Trouble } from '../api/watch.ts';
import { Notice } from './notice.tsx';
import { Muted, Row, SmallButton, Stack, Text, TextButton, Title } from './parts.tsx';
import { color } from './color.ts';
import { copyAndTell } from './copy.ts';
import type { Host } from '../zaf/host.ts';
import type { MessageKey, Translate } from './text/messages.ts';
import { instantText, type Zone } from './text/instant.ts';

const SLOW_MS = 2_000;

/** Where something will stand; without motion. */
const Skeleton = styled.div`
  border-radius: 4px;
  background: ${({ theme }) => color(theme, 'border.subtle')};
`;

/** A skeleton of the usual height, so that the panel jumps once at most; after two seconds it says that it still waits. */
export function Loading({ t }: { readonly t: Translate }) {
  const slow = useLater(SLOW_MS);
  return (
    <Stack $gap={10} role="status" aria-label={t('loading.label')} style={{ minBlockSize: 219 }}>
      <Skeleton style={{ inlineSize: '55%', blockSize: 24 }} />
      <Skeleton style={{ blockSize: 80 }} />
      <Skeleton style={{ blockSize: 48 }} />
      <Skeleton style={{ inlineSize: '80%', blockSize: 12 }} />
      {slow ? <Muted>{t('loading.slow')}</Muted> : <Skeleton style={{ inlineSize: '70%', blockSize: 12 }} />}
    </Stack>
  );
}

function useLater(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** A heading and a sentence: outside of Zendesk, not judged yet. */
export function Plain({
  t,
  name,
  onAgain,
}: {
  readonly t: Translate;
  readonly name: 'outside' | 'unknown' | 'crash';
  readonly onAgain?: () => void;
}) {
  const again = onAgain ? { again: { label: t('down.again'), onPress: onAgain } } : {};
  return <Message title={t(`${name}.title`)} text={t(`${name}.text`)} {...again} />;
}

export function Message(props: {
  readonly title: string;
  readonly text: string;
  readonly again?: { readonly label: string; onPress(): void };
}) {
  const { title, text, again } = props;
  return (
    <Stack $gap={6}>
      <Title>{title}</Title>
      <Text>{text}</Text>
      {again ? (
        <div>
          <SmallButton onClick={again.onPress}>{again.label}</SmallButton>
        </div>
      ) : null}
    </Stack>
  );
}

/** Not configured: an administrator reads what to do, an agent gets the message to send. */
export function Unset({
  t,
  host,
  what,
}: {
  readonly t: Translate;
  readonly host: Host;
  readonly what: 'unset.noAddress' | 'unset.noPolicy';
}) {
  const admin = host.agent.role === 'admin';
  return (
    <Stack $gap={6}>
      <Title>{t('unset.title')}</Title>
      <Text>{t(what)}</Text>
      <Text>{t(admin ? 'unset.admin' : 'unset.agent')}</Text>
      {admin ? null : (
        <div>
          <SmallButton onClick={() => void copyAndTell(t('unset.message', { what: t(what) }), { t, host })}>
            {t('unset.copy')}
          </SmallButton>
        </div>
      )}
    </Stack>
  );
}

export interface TroubleProps {
  readonly t: Translate;
  readonly zone: Zone;
  readonly trouble: Trouble;
  /** Epoch ms of the browser's clock. */
  readonly now: number;
  readonly onAgain: () => void;
}

/** Nothing came and nothing is saved. */
export function Down({ t, trouble, now, onAgain }: TroubleProps) {
  const [title, text] = troubleText(t, trouble, ['down.title', 'down.text']);
  return (
    <Stack $gap={6}>
      <Title>{title}</Title>
      <Text>{text}</Text>
      <Again t={t} trouble={trouble} now={now} onAgain={onAgain} />
    </Stack>
  );
}

/** The saved data is shown; this says so, and how old it is. */
export function SavedNotice({ t, zone, trouble, now, onAgain }: TroubleProps) {
  const time = trouble.savedAt === null ? '' : instantText(trouble.savedAt, now, zone);
  const [title, text] = troubleText(t, trouble, ['down.savedTitle', 'down.savedText']);
  const saved = t('down.savedTitle', { time });
  return (
    <Notice
      tone="warning"
      title={trouble.failure.kind === 'unreachable' ? saved : title}
      text={trouble.failure.kind === 'unreachable' ? text : `${text} ${saved}.`}
    >
      <Again t={t} trouble={trouble} now={now} onAgain={onAgain} />
    </Notice>
  );
}

function Again({ t, trouble, now, onAgain }: Pick<TroubleProps, 't' | 'trouble' | 'now' | 'onAgain'>) {
  const seconds = Math.max(0, Math.ceil((trouble.nextTryAt - now) / 1_000));
  return (
    <Row>
      <TextButton onClick={onAgain}>{t('down.again')}</TextButton>
      {seconds > 0 ? <Muted>{t('down.next', { seconds })}</Muted> : null}
    </Row>
  );
}

function troubleText(
  t: Translate,
  { failure }: Trouble,
  unreachable: readonly [MessageKey, MessageKey],
): [string, string] {
  switch (failure.kind) {
    case 'unreachable':
      return [t(unreachable[0]), t(unreachable[1])];
    case 'unauthorized':
      return [t('down.unauthorizedTitle'), t('down.unauthorizedText')];
    case 'fault':
      return [t('down.faultTitle'), t('down.faultText', { message: failure.message })];
  }
}
