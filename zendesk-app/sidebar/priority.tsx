// The policy's priorities to choose from, the ticket's own marked. A choice is set in Zendesk's form; the agent saves it.
import { choosePriority } from './choose-priority.ts';
import { useSidebar } from './context.ts';
import { List, Muted, Small, SmallButton, Strong } from './parts.tsx';
import { Reasons } from './why.tsx';

/** Body of the panel. */
export function Priority() {
  const sidebar = useSidebar();
  const { t, support } = sidebar;
  const { priority, choices } = support;
  return (
    <>
      {choices.priorities.length === 0 ? <Muted>{t('priority.none')}</Muted> : null}
      <List>
        {choices.priorities.map(({ id, title, zendesk }) => (
          <li key={id}>
            {id === priority?.id || zendesk === null ? (
              <Small>
                <Strong>{id}</Strong> {title} {id === priority?.id ? <Muted>{t('priority.now')}</Muted> : null}
              </Small>
            ) : (
              <SmallButton onClick={() => void choosePriority(zendesk, sidebar)}>
                {id} {title}
              </SmallButton>
            )}
          </li>
        ))}
      </List>
      {priority ? <Reasons reasons={priority.reasons} /> : null}
    </>
  );
}
