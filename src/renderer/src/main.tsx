import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../../../resources/theme.css';
import './styles/frame.css';
import './styles/views.css';
import './styles/awaiting-approval.css';
import './styles/outcome.css';
import './styles/checking.css';
import './styles/registrations.css';
import './styles/diagnostics.css';
import './styles/network.css';
import './styles/disclosure.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { TroubleBoundary } from './diagnostics/trouble-boundary.tsx';
import { followMain } from './main-mirror.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

followMain(window.onbench);
createRoot(root).render(
  <StrictMode>
    <TroubleBoundary>
      <App />
    </TroubleBoundary>
  </StrictMode>,
);
