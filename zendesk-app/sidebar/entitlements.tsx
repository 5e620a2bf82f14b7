// What the contract includes, what is left of counted allowances, and credits that breaches may earn.
import { useSidebar } from './context.ts';
import { Icon } from './icon.tsx';
import { Inline, List, Muted, Small } from './parts.tsx';
import { instantText } from './text/instant.ts';

/** Body of the fold. */
export function Entitlements() {
  const { t, support, now, zone } = useSidebar();
  const { allowances, credits } = support;
  return (
    <List>
      {(support.contract?.entitlements ?? []).map(({ id, title, quantity, covers }) => (
        <li key={id}>
          <Inline>
            <Icon
              name={covers === false ? 'info' : 'checkCircle'}
              tone={covers === false ? 'foreground.subtle' : 'foreground.success'}
            />
            <Small>
              {title}
              {quantity === null ? '' : ` × ${String(quantity)}`}{' '}
              {covers === null ? null : <Muted>{t(covers ? 'entitlements.covers' : 'entitlements.coversNot')}</Muted>}
            </Small>
          </Inline>
        </li>
      ))}
      {allowances.map(({ id, number, carried, used, per }) => (
        <li key={id}>
          <Small>
            {t(carried > 0 ? 'entitlements.allowanceCarried' : 'entitlements.allowance', {
              id: id.replaceAll('_', ' '),
              number,
              carried,
              used,
              per,
            })}
          </Small>
        </li>
      ))}
      {credits.map(({ metric, text, claimBy }) => (
        <li key={metric}>
          <Small>{t('entitlements.credit', { metric: metric.replaceAll('_', ' '), text })}</Small>{' '}
          {claimBy ? (
            <Muted>{t('entitlements.claimBy', { time: instantText(Date.parse(claimBy), now, zone) })}</Muted>
          ) : null}
        </li>
      ))}
    </List>
  );
}
