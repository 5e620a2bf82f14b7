// Why it is as it is: the judgement's own reasons and the clauses they cite, verdict by verdict.
import type { Reason } from '#schema/generated/support.ts';
import { useSidebar } from './context.ts';
import { Label, Muted, SmallList, Stack } from './parts.tsx';

interface Group {
  readonly title: string;
  readonly reasons: readonly Reason[];
}

export function Why() {
  const { t, support } = useSidebar();
  const { policy, coverage, requester, channel, priority, level, route, timers } = support;
  const groups: Group[] = [
    { title: t('why.coverage', { verdict: t(`coverage.${coverage.verdict}`) }), reasons: coverage.reasons },
    { title: t('why.requester', { verdict: t(`requester.${requester.verdict}`) }), reasons: requester.reasons },
    { title: t('why.channel', { channel: channel.used ?? t('why.channelUnknown') }), reasons: channel.reasons },
    ...(priority
      ? [{ title: t('why.priority', { priority: `${priority.id} ${priority.title}` }), reasons: priority.reasons }]
      : []),
    ...(level ? [{ title: t('why.level', { level: level.title }), reasons: level.reasons }] : []),
    ...(route ? [{ title: t('why.route', { contact: route.contact }), reasons: route.reasons }] : []),
    ...timers.map((timer) => ({ title: `${timer.title}: ${timer.targetText}`, reasons: timer.reasons })),
  ];
  return (
    <>
      {policy ? <Muted>{t('why.revision', { policy: policy.title, version: policy.version })}</Muted> : null}
      {groups.map((group, index) => (
        <Stack key={`${String(index)} ${group.title}`} $gap={0}>
          <Label>{group.title}</Label>
          <Reasons reasons={group.reasons} />
        </Stack>
      ))}
    </>
  );
}

/** `[NEX-09, NEX-10]`, each clause once; empty where none is cited. */
export function citesOf(reasons: readonly Reason[]): string {
  const cites = [...new Set(reasons.flatMap((reason) => reason.cites))];
  return cites.length > 0 ? `[${cites.join(', ')}]` : '';
}

/** The reasons of one verdict; says so when there is none. */
export function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  const { t } = useSidebar();
  if (reasons.length === 0) return <Muted>{t('why.none')}</Muted>;
  return (
    <SmallList>
      {reasons.map((reason, index) => (
        <li key={`${String(index)} ${reason.text}`}>
          {reason.text} <Muted>{citesOf([reason])}</Muted>
        </li>
      ))}
    </SmallList>
  );
}
