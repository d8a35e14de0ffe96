import type { Config } from '../config.ts';
import { startServer } from '../server.ts';

/** Within this time everything is let go of, or the process ends without it. */
const STOP_TIMEOUT_MS = 10_000;

/** Runs the server until it is told to stop. */
export async function serve(config: Config): Promise<number> {
  const server = await startServer(config);
  const signal = await stopSignal();
  const deadline = setTimeout(() => {
    console.error('Could not stop in time.');
    process.exit(1);
  }, STOP_TIMEOUT_MS);
  // A service manager's; who presses Ctrl+C has nobody connected to let down gently.
  if (signal === 'SIGTERM') await server.drain();
  await server.stop();
  clearTimeout(deadline);
  return 0;
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}
