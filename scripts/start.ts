/*
 * `npm start`: a trial on this machine: server, first administrator, lab and app, in a home folder of its own.
 *
 *   npm start -- --clean                       forgets the trial
 *   npm start -- --api-base-url https://…      no trial: that server, the real home, and nothing else is started
 */
import { parseArgs } from 'node:util';
import { hasDisplay } from './stage/display.ts';
import { forgetTrial, runOnRealHome, runTrial } from './stage/trial.ts';
import { walkthrough } from './stage/walkthrough.ts';

const { values } = parseArgs({
  options: { clean: { type: 'boolean' }, 'api-base-url': { type: 'string' } },
});

if (values.clean) {
  await forgetTrial();
} else if (!hasDisplay()) {
  console.log('There is no display here, so this is the walkthrough instead (npm run demo):\n');
  process.exitCode = await walkthrough();
} else if (values['api-base-url'] !== undefined) {
  process.exitCode = await runOnRealHome(values['api-base-url']);
} else {
  process.exitCode = await runTrial();
}
