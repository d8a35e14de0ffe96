import { describe, expect, it } from 'vitest';
import { gitInvocation } from '../../../server/src/git-host/git-environment.ts';

const UPLOAD = { kind: 'git', service: 'git-upload-pack', repositoryPath: '/srv/a/b.git' } as const;

describe('gitInvocation', () => {
  it('runs the service on the repository, with hooks off and the folder trusted', () => {
    expect(gitInvocation(UPLOAD, undefined)).toMatchObject({
      file: 'git',
      args: [
        '-c',
        'core.hooksPath=/dev/null',
        '-c',
        'safe.directory=/srv/a/b.git',
        'upload-pack',
        '/srv/a/b.git',
      ],
    });
  });

  it('hands nothing of its own environment on but the search path', () => {
    process.env.GIT_DIR = '/elsewhere';
    try {
      expect(gitInvocation(UPLOAD, undefined).env).toEqual({
        PATH: process.env.PATH,
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
      });
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it.each([
    ['version=2', 'version=2'],
    ['version=10', undefined],
    ['version=2\n', undefined],
    ['version=2:x=y', undefined],
    ['', undefined],
  ])('passes GIT_PROTOCOL %j on as %j', (wanted, passed) => {
    expect(gitInvocation(UPLOAD, wanted).env.GIT_PROTOCOL).toBe(passed);
  });
});
