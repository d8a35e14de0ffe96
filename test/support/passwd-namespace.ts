import { userInfo } from 'node:os';

/**
 * A command line that runs a program in a mount namespace of its own, where `/etc/passwd` is the given file. The machine's
 * accounts stay as they are. It ends with the process that starts it. Outside root it takes a user namespace as well.
 */
export function inNamespaceWithPasswd(
  passwdFile: string,
  command: readonly string[],
): [string, ...string[]] {
  const mapRoot = userInfo().uid === 0 ? [] : ['--map-root-user'];
  // sshd wants /run/sshd, which only the machine's own service creates.
  const script = `mount --bind "$0" /etc/passwd && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"`;
  return [
    'setpriv',
    '--pdeathsig',
    'TERM',
    'unshare',
    '--mount',
    ...mapRoot,
    'sh',
    '-c',
    script,
    passwdFile,
    ...command,
  ];
}
