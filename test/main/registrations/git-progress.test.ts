import { describe, expect, it } from 'vitest';
import {
  gitFailureReason,
  parseGitProgress,
} from '../../../src/main/registrations/git-progress.ts';

describe('parseGitProgress', () => {
  it.each([
    ['remote: Enumerating objects: 12, done.        \r', 'counting', null],
    ['remote: Counting objects:  25% (3/12)        \r', 'counting', 25],
    ['remote: Compressing objects: 100% (5/5), done.        \n', 'compressing', 100],
    ['Receiving objects:   8% (1/12)\r', 'receiving', 8],
    [
      'Receiving objects:   8% (1/12)\rReceiving objects:  91% (11/12), 3.1 MiB | 2 MiB/s\r',
      'receiving',
      91,
    ],
    ['Resolving deltas:   0% (0/3)\r', 'resolving', 0],
    ['Updating files:  50% (1/2)\r', 'checking-out', 50],
    ['Receiving objects: 100% (12/12), done.\nResolving deltas:  33% (1/3)\r', 'resolving', 33],
  ])('reads %j', (text, phase, percent) => {
    expect(parseGitProgress(text)).toEqual({ phase, percent });
  });

  it.each([
    "Cloning into '/x'...\n",
    '',
    'remote: Receiving objects:  50% (1/2)\r',
    'warning: You appear to have cloned an empty repository.\n',
  ])('hears no progress in %j', (text) => {
    expect(parseGitProgress(text)).toBeNull();
  });
});

describe('gitFailureReason', () => {
  it.each([
    [
      'Host key verification failed.\nfatal: Could not read from remote repository.',
      'host-key-differs',
    ],
    [
      'git@127.0.0.1: Permission denied (publickey).\nfatal: Could not read from remote',
      'key-refused',
    ],
    ['fatal: write error: No space left on device', 'disk-full'],
    [
      'ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.',
      'host-unreachable',
    ],
    ['ssh: Could not resolve hostname h: Name or service not known', 'host-unreachable'],
    ["fatal: '/NMGRL/x.git' does not appear to be a git repository", 'repository-not-found'],
    ['fatal: something new', 'other'],
  ])('reads %j as %s', (stderr, reason) => {
    expect(gitFailureReason(stderr)).toBe(reason);
  });
});
