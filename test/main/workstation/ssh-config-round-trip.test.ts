import { describe, expect, it } from 'vitest';
import { planSshConfig } from '../../../src/main/workstation/plan-ssh-config.ts';
import { removeFromSshConfig } from '../../../src/main/workstation/remove-from-ssh-config.ts';

/** A small generator with a seed (mulberry32), so that a failure can be repeated from its number. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const LINES = [
  '',
  '   ',
  '# a comment',
  '\t# caf\xe9',
  'Host *',
  'Host a b !c',
  'Host=x',
  'Match all',
  'Match host x exec "true"',
  '  User me',
  'ForwardAgent no',
  'IdentityFile "~/my keys/id"',
  'Include conf.d/*',
  '    ProxyCommand nc %h %p',
  '# END of my hosts',
  '# BEGIN pychron',
  '\x00\xff',
  '   Host\tindented',
];
const LINE_ENDS = ['\n', '\n', '\n', '\r\n'];

function generatedConfig(pick: (below: number) => number): string {
  const count = pick(12);
  let text = '';
  for (let line = 0; line < count; line += 1) {
    const last = line === count - 1 && pick(3) === 0;
    text += `${LINES[pick(LINES.length)]}${last ? '' : LINE_ENDS[pick(LINE_ENDS.length)]}`;
  }
  return text;
}

function planned(text: string, lab: string): string {
  const plan = planSshConfig(text, {
    alias: `pychron-${lab}`,
    host: 'repo.example',
    port: 2222,
    identityFile: '/home/Jane Doe/.pychron/keys/pychron_x',
    userKnownHostsFile: '/home/Jane Doe/.pychron/known_hosts',
  });
  if (plan.kind !== 'changed') throw new Error(plan.kind);
  return plan.text;
}

describe('adding and removing blocks', () => {
  it('restores every one of 3,000 generated files byte for byte, in either order', () => {
    for (let seed = 0; seed < 3_000; seed += 1) {
      const text = generatedConfig(generator(seed));
      const one = planned(text, 'A');
      const two = planned(one, 'B');
      const name = `seed ${seed}`;
      expect(removeFromSshConfig(one, 'pychron-A'), name).toBe(text);
      expect(removeFromSshConfig(two, 'pychron-B'), name).toBe(one);
      const onlyB = removeFromSshConfig(two, 'pychron-A');
      expect(removeFromSshConfig(onlyB, 'pychron-B'), name).toBe(text);
    }
  });
});
