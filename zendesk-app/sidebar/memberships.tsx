// A requester of several organizations: for which one the ticket is judged, and the way to another. Zendesk keeps the choice.
import { useEffect, useState } from 'react';
import type { Membership } from '../zaf/customer.ts';
import { useSidebar } from './context.ts';
import { Notice } from './notice.tsx';
import { TextButton } from './parts.tsx';

/** Zendesk tells the sidecar of the change a moment later. */
const TOLD_MS = 3_000;

/** Draws nothing where there is no choice. */
export function Memberships() {
  const { t, host, refresh, support, actsOff } = useSidebar();
  const [all, setAll] = useState<readonly Membership[]>([]);
  const organization = support.contract?.organizationId ?? null;
  useEffect(() => {
    let current = true;
    void host.memberships().then((answer) => current && setAll(answer));
    return () => {
      current = false;
    };
  }, [host, organization]);
  if (all.length < 2) return null;
  const choose = async ({ id, name }: Membership) => {
    const done = await host.setOrganization(id);
    host.notify(t(done ? 'memberships.set' : 'memberships.notSet', { name }), done ? 'notice' : 'error');
    if (!done) return;
    setAll((last) => last.map((one) => ({ ...one, chosen: one.id === id })));
    setTimeout(refresh, TOLD_MS);
  };
  const chosen = all.find((one) => one.chosen);
  return (
    <Notice
      tone="info"
      title={t('memberships.title', { count: all.length })}
      text={chosen ? t('memberships.chosen', { name: chosen.name }) : t('memberships.none')}
    >
      {all
        .filter((one) => !one.chosen)
        .map((one) => (
          <TextButton key={one.id} disabled={actsOff} onClick={() => void choose(one)}>
            {t('memberships.choose', { name: one.name })}
          </TextButton>
        ))}
    </Notice>
  );
}
