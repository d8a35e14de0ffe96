/* `npm run dev`: the trial from its sources, with reload. The approval page is rebuilt on each change too. */
import { spawn } from 'node:child_process';
import { stopProcess } from './stage/child-process.ts';
import { PROJECT } from './stage/desktop-app.ts';
import { runDevelopment } from './stage/trial.ts';

const page = spawn(
  process.execPath,
  ['../node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--watch'],
  { cwd: `${PROJECT}/server`, stdio: 'ignore' },
);
try {
  process.exitCode = await runDevelopment();
} finally {
  await stopProcess(page);
}
