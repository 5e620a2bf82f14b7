// The door to details.tsx: loads it when it is needed, or when nothing else is to do.
import { lazy, Suspense } from 'react';
import { Muted } from './parts.tsx';
import { useSidebar } from './context.ts';
import type { DetailName } from './details.tsx';

const Loaded = lazy(loadDetails);
/** Of which nothing may be missing until they are there. */
const QUIET: ReadonlySet<DetailName> = new Set(['listening', 'zendeskSla', 'memberships']);

export async function loadDetails() {
  return import('./details.tsx');
}

export function Detail({ name }: { readonly name: DetailName }) {
  const { t } = useSidebar();
  return (
    <Suspense fallback={QUIET.has(name) ? null : <Muted>{t('loading.label')}</Muted>}>
      <Loaded name={name} />
    </Suspense>
  );
}
