#!/usr/bin/env node
import { EXIT_CODES } from './exit-code.ts';
import { runCommand } from './run-command.ts';
import { createTerminal } from './terminal.ts';

// A reader that has gone away is no reason to leave an enrollment half done.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const { ending, isIdle } = await runCommand(process.argv.slice(2), createTerminal());
await new Promise((resolve) => process.stdout.write('', resolve));
// A connection to the keyring's bus would hold the process. A thread that hangs would hold even exit().
if (isIdle) process.exit(EXIT_CODES[ending]);
process.kill(process.pid, 'SIGKILL');
