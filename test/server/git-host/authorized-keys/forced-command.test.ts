import { describe, expect, it } from 'vitest';
import { forcedCommandBuilder } from '../../../../server/src/git-host/authorized-keys/forced-command.ts';

const OPTIONS = {
  gitServeCommand: 'node /opt/git-serve.js',
  repositoriesDir: '/srv/git repositories',
  authorizedKeysFile: '/home/git/.ssh/authorized_keys',
};

describe('forcedCommandBuilder', () => {
  it('quotes the paths', () => {
    expect(forcedCommandBuilder(OPTIONS)('NMGRL', 'SHA256:abc')).toBe(
      "node /opt/git-serve.js --repositories '/srv/git repositories'" +
        " --authorized-keys '/home/git/.ssh/authorized_keys' --lab NMGRL --key SHA256:abc",
    );
  });

  it.each(["/a'b", '/a"b', '/a\\b', '/a!b', '/a\nb', '/a\0b', '/a\u0085b'])(
    'refuses the path %j',
    (repositoriesDir) => {
      expect(() => forcedCommandBuilder({ ...OPTIONS, repositoriesDir })).toThrow('may hold no');
    },
  );

  it.each(['', 'repositories', './repositories'])('wants a whole path, not %j', (path) => {
    const options = { ...OPTIONS, authorizedKeysFile: path };
    expect(() => forcedCommandBuilder(options)).toThrow('Give the whole path');
  });

  it.each(['node "a b"', 'node a\\ b', 'node a\nb'])('refuses the command %j', (command) => {
    const options = { ...OPTIONS, gitServeCommand: command };
    expect(() => forcedCommandBuilder(options)).toThrow('git-serve command');
  });
});
