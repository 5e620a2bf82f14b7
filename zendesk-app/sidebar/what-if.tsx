// What would happen to every due time after a change. Nothing is written.
import { useState } from 'react';
import { useSidebar, type Sidebar } from './context.ts';
import type { TimerChanges } from '../api/sidecar.ts';
import { Field, List, Muted, Select, Small, SmallButton, Stack, Strong, Text } from './parts.tsx';
import { instantText } from './text/instant.ts';

const STATUSES = ['open', 'pending', 'hold', 'solved'] as const;
const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;

export function WhatIf() {
  const sidebar = useSidebar();
  const { t, support, whatIf, actsOff } = sidebar;
  const [choice, setChoice] = useState('status pending');
  const [changes, setChanges] = useState<TimerChanges | 'failed' | null>(null);
  const levels = support.level?.handOffs.map((handOff) => handOff.to) ?? [];
  const ask = async () => {
    const [key = '', value = ''] = choice.split(' ');
    const answer = await whatIf({ [key]: value });
    setChanges(answer.kind === 'data' ? answer.data : 'failed');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Stack $gap={8}>
        <Field label={t('whatIf.if')}>
          <Select
            value={choice}
            onChange={(event) => {
              setChoice(event.target.value);
              setChanges(null); // they were another choice's
            }}
          >
            {STATUSES.map((status) => (
              <option key={status} value={`status ${status}`}>
                {t('whatIf.status', { value: t(`whatIf.statuses.${status}`) })}
              </option>
            ))}
            {PRIORITIES.map((priority) => (
              <option key={priority} value={`priority ${priority}`}>
                {t('whatIf.priority', { value: t(`priority.${priority}`) })}
              </option>
            ))}
            {levels.map((level) => (
              <option key={level} value={`level ${level}`}>
                {t('whatIf.level', { value: level })}
              </option>
            ))}
          </Select>
        </Field>
        <div>
          <SmallButton type="submit" disabled={actsOff}>
            {t('whatIf.show')}
          </SmallButton>
        </div>
        <div aria-live="polite">
          {changes === 'failed' ? <Text>{t('act.failed')}</Text> : null}
          {Array.isArray(changes) ? <Changes changes={changes} sidebar={sidebar} /> : null}
        </div>
      </Stack>
    </form>
  );
}

function Changes({ changes, sidebar }: { readonly changes: TimerChanges; readonly sidebar: Sidebar }) {
  const { t } = sidebar;
  const moved = changes.filter((one) => one.dueBefore !== one.dueAfter || one.stateBefore !== one.stateAfter);
  if (moved.length === 0) return <Muted>{t('whatIf.none')}</Muted>;
  return (
    <List>
      {moved.map((one) => (
        <li key={one.metric}>
          <Strong>{titleOf(one.metric, sidebar)}</Strong>{' '}
          <Small>
            <bdi>{sideText(one.dueBefore, one.stateBefore, sidebar)}</bdi> →{' '}
            <bdi>{sideText(one.dueAfter, one.stateAfter, sidebar)}</bdi>
            {one.breaches ? ` · ${t('whatIf.breaches')}` : ''}
          </Small>
        </li>
      ))}
    </List>
  );
}

function titleOf(metric: string, { support }: Sidebar): string {
  return support.timers.find((timer) => timer.metric === metric)?.title ?? metric;
}

function sideText(due: string | null, state: TimerChanges[number]['stateBefore'], { t, now, zone }: Sidebar): string {
  if (due && state !== 'MET' && state !== 'BREACHED_MET') return instantText(Date.parse(due), now, zone);
  return state ? t(`timer.${state}`) : t('whatIf.absent');
}
