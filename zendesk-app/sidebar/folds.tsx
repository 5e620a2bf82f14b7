// The folds of a ticket: a line each with what is behind it; only those that hold something.
import { useSidebar } from './context.ts';
import { peopleCount, timersByHand, todoCount } from './counts.ts';
import { Detail } from './detail.tsx';
import type { DetailName } from './details.tsx';
import { Fold } from './fold.tsx';
import { Stack } from './parts.tsx';

interface Line {
  readonly name: DetailName & ('todo' | 'contacts' | 'entitlements' | 'coverage' | 'notices');
  readonly count: string | number;
  readonly shown: boolean;
}

export function Folds() {
  const { t } = useSidebar();
  return (
    <Stack $gap={2}>
      {useLines()
        .filter((line) => line.shown)
        .map(({ name, count }) => (
          <Fold key={name} id={`fold-${name}`} title={t(`fold.${name}`)} count={count}>
            <Detail name={name} />
          </Fold>
        ))}
    </Stack>
  );
}

function useLines(): Line[] {
  const { t, support } = useSidebar();
  const { duties, intake, contract, coverage, exclusions, choices, allowances, credits } = support;
  const entitlements = contract?.entitlements ?? [];
  const covering = entitlements.filter((one) => one.covers !== false).length;
  const further = support.notices.length + support.sessions.length + (support.defect ? 1 : 0);
  return [
    {
      name: 'todo',
      count: todoCount(support).total > 0 ? t('fold.ofCount', todoCount(support)) : timersByHand(support),
      shown: duties.length + intake.items.length + timersByHand(support) > 0,
    },
    { name: 'contacts', count: peopleCount(support), shown: peopleCount(support) > 0 },
    {
      name: 'entitlements',
      count: t('fold.ofCount', { count: covering, total: entitlements.length }),
      shown: entitlements.length + allowances.length + credits.length > 0,
    },
    {
      name: 'coverage',
      count: coverage.fee?.amount ?? exclusions.length,
      shown: exclusions.length + choices.exclusions.length + choices.services.length > 0 || coverage.fee !== null,
    },
    { name: 'notices', count: further, shown: further > 0 || choices.defects },
  ];
}
