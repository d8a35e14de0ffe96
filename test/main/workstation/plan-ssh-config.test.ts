import { describe, expect, it } from 'vitest';
import { planSshConfig } from '../../../src/main/workstation/plan-ssh-config.ts';
import { removeFromSshConfig } from '../../../src/main/workstation/remove-from-ssh-config.ts';

const HOME = '/home/jane';

function entryFor(lab: string, home = HOME) {
  return {
    alias: `pychron-${lab}`,
    host: 'repo.example',
    port: 2222,
    identityFile: `${home}/.pychron/keys/pychron_lab-mac-01`,
    userKnownHostsFile: `${home}/.pychron/known_hosts`,
  };
}

const ENTRY = entryFor('NMGRL');

const BLOCK = `# BEGIN pychron-cloud:pychron-NMGRL
Host pychron-NMGRL
    HostName repo.example
    Port 2222
    User git
    IdentityFile /home/jane/.pychron/keys/pychron_lab-mac-01
    IdentitiesOnly yes
    UserKnownHostsFile /home/jane/.pychron/known_hosts
# END pychron-cloud:pychron-NMGRL
`;
const CLOSED = BLOCK.replace('# END', 'Match all\n# END');
const OTHER = BLOCK.replaceAll('NMGRL', 'OTHER');
const OTHER_CLOSED = CLOSED.replaceAll('NMGRL', 'OTHER');
const STALE = BLOCK.replace('Port 2222', 'Port 22');

describe('planSshConfig', () => {
  it.each([
    ['an empty file', '', BLOCK],
    ['a host block', 'Host x\n  User me\n', `${BLOCK}Host x\n  User me\n`],
    ['a comment first', '# mine\n\nHost x\n', `${BLOCK}# mine\n\nHost x\n`],
    ['unscoped lines', 'ForwardAgent no\n', `${CLOSED}ForwardAgent no\n`],
    ['unscoped lines after a comment', '# mine\n\nUser me\n', `${CLOSED}# mine\n\nUser me\n`],
    ['an Include', 'Include conf.d/*\n', `${CLOSED}Include conf.d/*\n`],
    ['`Host=`', 'Host=x\n User me\n', `${BLOCK}Host=x\n User me\n`],
    ['a quoted keyword', '"Host" x\n', `${BLOCK}"Host" x\n`],
    ['lower case', 'match all\nuser me\n', `${BLOCK}match all\nuser me\n`],
    ['a general host', 'Host *\n  User me\n', `${BLOCK}Host *\n  User me\n`],
    ['no final newline', 'Host x\n  User me', `${BLOCK}Host x\n  User me`],
    ['another lab', OTHER, `${BLOCK}${OTHER}`],
    [
      'another lab and unscoped lines',
      `${OTHER_CLOSED}User me\n`,
      `${BLOCK}${OTHER_CLOSED}User me\n`,
    ],
    [
      'a host that only looks like it',
      'Host pychron-NMGRL2 !pychron-NMGRL\n',
      `${BLOCK}Host pychron-NMGRL2 !pychron-NMGRL\n`,
    ],
    ['bytes of another encoding', '# caf\xe9 \xa0\nHost x\n', `${BLOCK}# caf\xe9 \xa0\nHost x\n`],
  ])('puts the block above %s', (_, text, planned) => {
    expect(planSshConfig(text, ENTRY)).toMatchObject({ kind: 'changed', text: planned });
    expect(planSshConfig(planned, ENTRY)).toMatchObject({ kind: 'already-present' });
    expect(removeFromSshConfig(planned, ENTRY.alias)).toBe(text);
  });

  it('keeps the line ends of a CRLF file', () => {
    const text = 'User me\r\nHost x\r\n  Port 22\r\n';
    const planned = `${CLOSED.replaceAll('\n', '\r\n')}${text}`;
    expect(planSshConfig(text, ENTRY)).toMatchObject({ kind: 'changed', text: planned });
    expect(planSshConfig(planned, ENTRY)).toMatchObject({ kind: 'already-present' });
    expect(removeFromSshConfig(planned, ENTRY.alias)).toBe(text);
  });

  it.each([
    ['at the top', `${STALE}Host x\n`, `${BLOCK}Host x\n`],
    ['under a comment', `# mine\n${STALE}Host x\n`, `# mine\n${BLOCK}Host x\n`],
    ['under another lab', `${OTHER}\n${STALE}Host x\n`, `${OTHER}\n${BLOCK}Host x\n`],
    ['above lines that became unscoped', `${BLOCK}User me\n`, `${CLOSED}User me\n`],
    ['above lines that no longer are', `${CLOSED}Host x\n`, `${BLOCK}Host x\n`],
    ['without a final newline', STALE.trimEnd(), BLOCK],
  ])('replaces a block where it stands %s', (_, text, planned) => {
    expect(planSshConfig(text, ENTRY)).toMatchObject({ kind: 'changed', text: planned });
  });

  it.each([
    [
      'a general host',
      `Host *\n  User me\n${BLOCK}Host x\n`,
      `${BLOCK}Host *\n  User me\nHost x\n`,
    ],
    ['unscoped lines', `User me\n${BLOCK}`, `${CLOSED}User me\n`],
    [
      'another lab, which it leaves with unscoped lines to close off',
      `Host *\n${OTHER}${CLOSED}User me\n`,
      `${BLOCK}Host *\n${OTHER_CLOSED}User me\n`,
    ],
  ])('moves a block to the top that stands below %s', (_, text, planned) => {
    expect(planSshConfig(text, ENTRY)).toMatchObject({ kind: 'changed', text: planned });
  });

  it.each([
    ['an end without a begin', 'Host x\n# END pychron-cloud:pychron-NMGRL\n', 2],
    ['a begin without an end', 'Host x\n# BEGIN pychron-cloud:pychron-NMGRL\nHost y\n', 2],
    ['nested blocks', `# BEGIN pychron-cloud:pychron-OTHER\n${BLOCK}`, 2],
    [
      'ends that do not pair',
      BLOCK.replace('END pychron-cloud:pychron-NMGRL', 'END pychron-cloud:x'),
      9,
    ],
    ['a block twice', `${BLOCK}${BLOCK}`, 10],
    ['damage in the block of another lab', 'Host x\n# BEGIN pychron-cloud:pychron-OTHER\n', 2],
    ['an indented marker alone', '  # BEGIN pychron-cloud:pychron-NMGRL\t\r\n', 1],
  ])('refuses %s and names the line', (_, text, line) => {
    expect(planSshConfig(text, ENTRY)).toEqual({
      kind: 'conflict',
      problem: 'damaged-markers',
      line,
    });
    expect(removeFromSshConfig(text, ENTRY.alias)).toBe(text);
  });

  it.each([
    ['a host of its own', 'User me\nHost pychron-NMGRL\n', 2],
    ['one of several names', 'Host a pychron-NMGRL b\n', 1],
    ['a quoted name', 'Host "pychron-NMGRL"\n', 1],
    ['an equals sign', 'host = pychron-NMGRL\r\n', 1],
    ['a block of ours beside it', `${BLOCK}Host pychron-NMGRL\n`, 10],
    ['another lab’s block beside it', `${OTHER}Host pychron-NMGRL\n`, 10],
  ])('refuses an alias that the user defines: %s', (_, text, line) => {
    const problem = 'alias-defined-elsewhere';
    expect(planSshConfig(text, ENTRY)).toEqual({ kind: 'conflict', problem, line });
  });

  it.each([
    ['a space', '/home/Jane Doe', '"/home/Jane Doe/.pychron/known_hosts"'],
    ['a percent sign', '/home/50%', '/home/50%%/.pychron/known_hosts'],
    ['a quote', '/home/O"Brien', '"/home/O\\"Brien/.pychron/known_hosts"'],
    ['an apostrophe', "/home/O'Brien", `"/home/O'Brien/.pychron/known_hosts"`],
    ['a backslash', '/home/a\\b', '"/home/a\\\\b/.pychron/known_hosts"'],
    ['a hash', '/home/#1', '"/home/#1/.pychron/known_hosts"'],
    ['another script', '/home/José', '"/home/Jos\xc3\xa9/.pychron/known_hosts"'],
  ])('writes a home with %s so that ssh reads it', (_, home, quoted) => {
    const plan = planSshConfig('', entryFor('NMGRL', home));
    expect('text' in plan && plan.text).toContain(`    UserKnownHostsFile ${quoted}\n`);
  });
});

describe('removeFromSshConfig', () => {
  it('leaves a file alone that has no such block', () => {
    expect(removeFromSshConfig(`${OTHER}Host x\n`, ENTRY.alias)).toBe(`${OTHER}Host x\n`);
  });

  it('closes the block above, which would swallow unscoped lines', () => {
    expect(removeFromSshConfig(`${OTHER}\n${CLOSED}User me\n`, ENTRY.alias)).toBe(
      `${OTHER_CLOSED}\nUser me\n`,
    );
  });
});
