import { afterAll, beforeAll, vi } from 'vitest';
import { type KeyringSession, startKeyringSession } from '../../scripts/stage/keyring-session.ts';

/**
 * Gives the test file a keyring of its own. libsecret reads the bus address once in a process and vitest gives each file
 * a process, so one file can use one session.
 */
export function useKeyringSession(): () => KeyringSession {
  let session: KeyringSession | undefined;
  beforeAll(async () => {
    session = await startKeyringSession();
    for (const [name, value] of Object.entries(session.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await session?.stop();
  });
  return () => {
    if (!session) throw new Error('the keyring session starts before the first test');
    return session;
  };
}
