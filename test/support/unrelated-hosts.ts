import { capture } from '../../scripts/stage/child-process.ts';

/** Hosts of other people's, and names that come close to ours. */
export const UNRELATED_HOSTS = [
  'github.com',
  'pychron',
  'pychron-THIRD',
  'pychron-NMGRL.example',
  'pychron-nmgrl',
  'repo.example',
  '127.0.0.1',
  '::1',
  'x',
  'a.b.c',
  'work',
  'git',
  'localhost',
  'lab-1',
  'lab-2',
  'bastion',
  'UPPER',
  '10.0.0.1',
  'xpychron-NMGRL',
  'NMGRL',
];

/** What ssh would do for each of them under this config. */
export async function effectiveForAll(config: string): Promise<readonly string[]> {
  return Promise.all(UNRELATED_HOSTS.map((host) => capture('ssh', ['-F', config, '-G', host])));
}
