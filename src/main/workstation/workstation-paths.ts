import { join } from 'node:path';

/** Where an enrollment puts things (protocol.md section 4). Absolute paths under one home folder. */
export interface WorkstationPaths {
  readonly pychronFolder: string;
  readonly keysFolder: string;
  readonly sshFolder: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly knownHosts: string;
  readonly registration: string;
  readonly sshConfig: string;
}

export function workstationPaths(home: string, hostSlug: string): WorkstationPaths {
  const pychronFolder = join(home, '.pychron');
  const keysFolder = join(pychronFolder, 'keys');
  const sshFolder = join(home, '.ssh');
  const privateKey = join(keysFolder, `pychron_${hostSlug}`);
  return {
    pychronFolder,
    keysFolder,
    sshFolder,
    privateKey,
    publicKey: `${privateKey}.pub`,
    knownHosts: join(pychronFolder, 'known_hosts'),
    registration: join(pychronFolder, 'registration.json'),
    sshConfig: join(sshFolder, 'config'),
  };
}

/** Where the key of a lab's database account goes. A lab's name is checked by the protocol: it cannot leave the folder. */
export function databaseKeyPath({ keysFolder }: WorkstationPaths, lab: string): string {
  return join(keysFolder, `cloudsql_${lab}.json`);
}
