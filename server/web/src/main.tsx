// First: it decides how all that follows is made.
import './without-eval.ts';

import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../../../resources/theme.css';
import './page.css';
import './review/review.css';
import './audit/audit.css';
import './console/console.css';
import './console/table.css';
import './console/dialog.css';
import './inbox/inbox.css';
import './reference/reference.css';
import './session/session.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { choosePage } from './choose-page.tsx';
import { createProviderWindow } from './session/provider-window.ts';
import { readSignInMethods } from './session/sign-in-methods.ts';
import { takeUserCodeFromAddress } from './user-code-from-address.ts';

// Before it is taken out of the address bar.
const { search } = window.location;
const prefilledCode = takeUserCodeFromAddress(window.location, window.history);
const page = choosePage({
  path: window.location.pathname,
  search,
  prefilledCode,
  send: (...request) => window.fetch(...request),
  ways: { methods: readSignInMethods(document), provider: createProviderWindow() },
});

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element #page');
createRoot(place).render(<StrictMode>{page}</StrictMode>);
