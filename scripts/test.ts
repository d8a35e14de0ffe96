/* `npm test`: everything, on real parts. Its last line counts what passed, failed and was skipped. */
import { runChecks, runVitest, summarize } from './stage/test-run.ts';

summarize([
  ...(await runChecks()),
  await runVitest(['fast', 'renderer']),
  await runVitest(['integration']),
  await runVitest(['contracts']),
  await runVitest(['e2e']),
]);
