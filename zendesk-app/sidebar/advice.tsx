// What the policy advises for this ticket, and logging a session that was offered.
import { Asked } from './asked.tsx';
import { useSidebar } from './context.ts';
import { Link, SmallList } from './parts.tsx';

/** What to offer or do first, one line each; a session that was offered can be logged. */
export function AdviceLines() {
  const { t, support } = useSidebar();
  if (support.advice.length === 0) return null;
  const offersSession = support.advice.some(({ links }) => links.length > 0);
  return (
    <SmallList>
      {support.advice.map(({ text, links }) => (
        <li key={text}>
          {text}{' '}
          {links.map((link) => (
            <Link key={link.url} href={link.url} target="_blank" rel="noreferrer">
              {link.title}
            </Link>
          ))}
        </li>
      ))}
      {offersSession ? (
        <li>
          <Asked
            label={t('other.logSession')}
            field={t('other.sessionUrl')}
            confirm={t('other.log')}
            type="url"
            act="logSession"
            values={(url) => ({ url })}
          />
        </li>
      ) : null}
    </SmallList>
  );
}
