/* `npm run check`: seconds, before each commit. Format, lint, types, import directions, fast tests. */
import { runChecks, runVitest, summarize } from './stage/test-run.ts';

summarize([...(await runChecks()), await runVitest(['fast', 'renderer'])]);
