// First: it decides how all that follows is made.
import './without-eval.ts';

import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../../../resources/theme.css';
import './page.css';
import './review/confirm-sign-in.css';
import './review/review.css';
import './audit/audit.css';
import './console/console.css';
import './console/table.css';
import './console/dialog.css';
import './inbox/inbox.css';
import './expected/expected.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { choosePage } from './choose-page.tsx';
import { takeUserCodeFromAddress } from './user-code-from-address.ts';

const prefilledCode = takeUserCodeFromAddress(window.location, window.history);
const page = choosePage(window.location.pathname, prefilledCode, (...request) =>
  window.fetch(...request),
);

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element #page');
createRoot(place).render(<StrictMode>{page}</StrictMode>);
