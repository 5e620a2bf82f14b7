// The list of single-key shortcuts, and the switch that turns them off.
import { useState } from 'react';
import styled from 'styled-components';
import { color } from './color.ts';
import { useSidebar } from './context.ts';
import { keysAreOn, switchKeys } from './keys-switch.ts';
import { Small } from './parts.tsx';
import type { MessageKey } from './text/messages.ts';

const LIST: readonly (readonly [keys: readonly string[], what: MessageKey])[] = [
  [['w'], 'why.title'],
  [['p'], 'priority.title'],
  [['h'], 'receipt.title'],
  [['f'], 'whatIf.title'],
  [['e'], 'escalate.title'],
  [['b'], 'cause.title'],
  [['l'], 'keys.attempt'],
  [['i'], 'keys.ask'],
  [['m'], 'keys.mail'],
  [['t'], 'keys.call'],
  [['c', 'd'], 'keys.copyDue'],
  [['c', 'h'], 'keys.copyReceipt'],
  [['c', '1–9'], 'keys.copyContact'],
  [['x'], 'fold.coverage'],
  [['r'], 'links.refresh'],
  [['[', ']'], 'keys.folds'],
  [['?'], 'keys.title'],
];

const Grid = styled.dl`
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 2px 10px;
  margin: 0;
  font-size: 12px;
  line-height: 18px;
  & dd {
    margin: 0;
  }
  & kbd {
    padding: 0 5px;
    border: 1px solid ${({ theme }) => color(theme, 'border.default')};
    border-radius: 3px;
    font-family: inherit;
  }
`;

const Switch = styled.label`
  display: flex;
  gap: 6px;
  align-items: baseline;
  min-block-size: 24px;
`;

export function KeysPanel() {
  const { t } = useSidebar();
  const [on, setOn] = useState(keysAreOn);
  return (
    <>
      <Switch>
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => {
            switchKeys(target.checked);
            setOn(target.checked);
          }}
        />
        <Small>{t('keys.switch')}</Small>
      </Switch>
      <Grid>
        {LIST.map(([keys, what]) => (
          <div key={what} style={{ display: 'contents' }}>
            <dt>
              {keys.map((key) => (
                <span key={key}>
                  <kbd>{key}</kbd>{' '}
                </span>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </Grid>
    </>
  );
}
