/** An agent's workspace over the sandbox, with the sidebar in its frame as in Zendesk, and a strip to play fate. */
import './agent-page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AgentPage } from './agent-page.tsx';

const element = document.querySelector('#page');
if (!element) throw new Error('The page has no #page');
const { appUrl } = (await (await fetch('config')).json()) as { appUrl: string };
createRoot(element).render(
  <StrictMode>
    <AgentPage appUrl={appUrl} />
  </StrictMode>,
);
