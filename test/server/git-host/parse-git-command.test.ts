import { describe, expect, it } from 'vitest';
import { parseGitCommand } from '../../../server/src/git-host/parse-git-command.ts';

const METADATA = { lab: 'NMGRL', name: 'MetaData' };

describe('parseGitCommand', () => {
  it.each([
    ["git-upload-pack 'NMGRL/MetaData.git'", 'git-upload-pack', METADATA],
    ["git-receive-pack 'NMGRL/MetaData.git'", 'git-receive-pack', METADATA],
    ["git-upload-pack 'NMGRL/MetaData'", 'git-upload-pack', METADATA],
    ["git-upload-pack '/NMGRL/MetaData.git'", 'git-upload-pack', METADATA],
    ["git-upload-pack 'a/b.c_d-e.git'", 'git-upload-pack', { lab: 'a', name: 'b.c_d-e' }],
  ])('reads %s', (command, service, repository) => {
    expect(parseGitCommand(command)).toEqual({ service, repository });
  });

  it.each([
    ['nothing', ''],
    ['a shell', 'sh'],
    ['another service', "git-upload-archive 'NMGRL/MetaData.git'"],
    ['git itself', "git upload-pack 'NMGRL/MetaData.git'"],
    ['a path to git', "/usr/bin/git-upload-pack 'NMGRL/MetaData.git'"],
    ['upper case', "GIT-UPLOAD-PACK 'NMGRL/MetaData.git'"],
    ['no quotes', 'git-upload-pack NMGRL/MetaData.git'],
    ['double quotes', 'git-upload-pack "NMGRL/MetaData.git"'],
    ['an open quote', "git-upload-pack 'NMGRL/MetaData.git"],
    ['a quote inside', "git-upload-pack 'NMGRL/Meta'\\''Data.git'"],
    ['quotes joined', "git-upload-pack 'NMGRL/Meta''Data.git'"],
    ['two paths', "git-upload-pack 'NMGRL/MetaData.git' 'NMGRL/Other.git'"],
    ['two spaces', "git-upload-pack  'NMGRL/MetaData.git'"],
    ['a tab', "git-upload-pack\t'NMGRL/MetaData.git'"],
    ['a space before', " git-upload-pack 'NMGRL/MetaData.git'"],
    ['a space after', "git-upload-pack 'NMGRL/MetaData.git' "],
    ['a line break after', "git-upload-pack 'NMGRL/MetaData.git'\n"],
    ['a second line', "git-upload-pack 'NMGRL/MetaData.git'\nid"],
    ['a line break inside', "git-upload-pack 'NMGRL/Meta\nData.git'"],
    ['a command after', "git-upload-pack 'NMGRL/MetaData.git'; id"],
    ['a command inside', "git-upload-pack 'NMGRL/$(id).git'"],
    ['an option', "git-upload-pack --strict 'NMGRL/MetaData.git'"],
    ['a quoted option', "git-upload-pack '--upload-pack=id'"],
    ['an option as the lab', "git-upload-pack '--upload-pack=id/x.git'"],
    ['an option as the name', "git-upload-pack 'NMGRL/--exec=id'"],
    ['a parent folder', "git-upload-pack '../NMGRL/MetaData.git'"],
    ['a parent folder inside', "git-upload-pack 'NMGRL/../AGES/x.git'"],
    ['only a parent folder', "git-upload-pack 'NMGRL/..'"],
    ['a folder itself', "git-upload-pack './MetaData.git'"],
    ['a home', "git-upload-pack '~/MetaData.git'"],
    ["a person's home", "git-upload-pack '~root/MetaData.git'"],
    ['two leading slashes', "git-upload-pack '//NMGRL/MetaData.git'"],
    ['a trailing slash', "git-upload-pack 'NMGRL/MetaData.git/'"],
    ['a doubled slash', "git-upload-pack 'NMGRL//MetaData.git'"],
    ['a backslash', "git-upload-pack 'NMGRL\\MetaData.git'"],
    ['a deeper path', "git-upload-pack 'NMGRL/MetaData.git/objects'"],
    ['no lab', "git-upload-pack '/MetaData.git'"],
    ['no name', "git-upload-pack 'NMGRL/'"],
    ['only .git', "git-upload-pack 'NMGRL/.git'"],
    ['.git twice', "git-upload-pack 'NMGRL/MetaData.git.git'"],
    ['a hidden name', "git-upload-pack 'NMGRL/.MetaData.git'"],
    ['an empty path', "git-upload-pack ''"],
    ['NUL', "git-upload-pack 'NMGRL/MetaData.git\0'"],
    ['NUL in the name', "git-upload-pack 'NMGRL/Meta\0Data.git'"],
    ['a full-width letter', "git-upload-pack 'NMGRL/MetaD\uff41ta.git'"],
    ['a look-alike letter', "git-upload-pack 'NMGRL/Met\u0430Data.git'"],
    ['a line separator', "git-upload-pack 'NMGRL/MetaData.git'\u2028"],
    ['a lab that is too long', `git-upload-pack '${'a'.repeat(64)}/b.git'`],
    ['a name that is too long', `git-upload-pack 'a/${'b'.repeat(101)}.git'`],
  ])('refuses %s', (_name, command) => {
    expect(parseGitCommand(command)).toBeNull();
  });
});
