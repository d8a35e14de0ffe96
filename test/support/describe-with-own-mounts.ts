import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Some containers and hardened kernels let nobody mount anything, not even for themselves. */
function findObstacle(): string | null {
  const mapUser = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const probe = spawnSync('unshare', [
    '--mount',
    ...mapUser,
    'mount',
    '-t',
    'tmpfs',
    'tmpfs',
    '/run',
  ]);
  return probe.status === 0 ? null : 'this machine allows no mounts of one’s own';
}

const OBSTACLE = findObstacle();

/** `describe` for what needs a mount namespace; where there can be none it is skipped, and says why. */
export function describeWithOwnMounts(name: string, tests: () => void): void {
  describe.skipIf(OBSTACLE)(OBSTACLE === null ? name : `${name} (${OBSTACLE})`, tests);
}
