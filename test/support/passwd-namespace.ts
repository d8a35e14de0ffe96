import { userInfo } from 'node:os';

const OURS = userInfo();

/** A line of `/etc/passwd`, by default one that gives our own user id another name and home. */
export function passwdLine(
  name: string,
  home: string,
  { uid, gid }: Pick<typeof OURS, 'uid' | 'gid'> = OURS,
): string {
  return `${name}:x:${uid}:${gid}::${home}:/bin/sh\n`;
}

/**
 * A command line that runs a program in a mount namespace of its own, where `/etc/passwd` is the given file. The machine's
 * accounts stay as they are. It ends with the process that starts it. Outside root a user namespace gives the right to
 * mount, and the program itself runs without that right.
 */
export function inNamespaceWithPasswd(
  passwdFile: string,
  command: readonly string[],
): [string, ...string[]] {
  const asRoot = OURS.uid === 0;
  const mapUser = asRoot ? [] : ['--map-current-user', '--keep-caps'];
  const dropRights = asRoot ? [] : ['setpriv', '--ambient-caps=-all', '--inh-caps=-all'];
  // sshd wants /run/sshd, which only the machine's own service creates.
  const script = `mount --bind "$0" /etc/passwd && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"`;
  return [
    'setpriv',
    '--pdeathsig=TERM',
    'unshare',
    '--mount',
    ...mapUser,
    'sh',
    '-c',
    script,
    passwdFile,
    ...dropRights,
    ...command,
  ];
}
