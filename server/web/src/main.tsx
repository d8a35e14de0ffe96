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
import './expected/expected.css';
import './enrollment-day/enrollment-day.css';
import './reference/reference.css';
import './session/session.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { choosePage } from './choose-page.tsx';
import { DisownFlow } from './disown/disown-flow.ts';
import { DisownPage } from './disown/disown-page.tsx';
import { takeDisownToken } from './disown/take-disown-token.ts';
import { createProviderWindow } from './session/provider-window.ts';
import { readSignInMethods } from './session/sign-in-methods.ts';
import { takeUserCodeFromAddress } from './user-code-from-address.ts';

const send: typeof fetch = (...request) => window.fetch(...request);
// Before it is taken out of the address bar.
const { search } = window.location;
const prefilledCode = takeUserCodeFromAddress(window.location, window.history);
const page =
  window.location.pathname === '/not-me' ? (
    <DisownPage flow={new DisownFlow(send, takeDisownToken(window.location, window.history))} />
  ) : (
    choosePage({
      path: window.location.pathname,
      search,
      prefilledCode,
      send,
      ways: { methods: readSignInMethods(document), provider: createProviderWindow() },
    })
  );

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no element #page');
createRoot(place).render(<StrictMode>{page}</StrictMode>);
