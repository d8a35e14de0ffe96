import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Bench } from '../../support/bench.ts';
import { fileTree } from '../../support/file-tree.ts';
import { keysOfBlocks } from './keys-of-blocks.ts';

type Keys = Readonly<Record<string, string>>;

/** Something that is done with the labs of a workstation, and what must be so if it is cut off. Judges throw. */
export interface FaultedOperation {
  readonly what: string;
  readonly name: 'switch' | 'install' | 're-onboard' | 'revoke';
  readonly lab: string;
  /** The labs that are enrolled before, the current one last. */
  readonly enrolled: readonly string[];
  judgeAfterFault(bench: Bench, before: Keys): Promise<void>;
  judgeAfterNextStart(
    bench: Bench,
    point: { readonly before: Keys; readonly isPast: boolean },
  ): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

const switching: FaultedOperation = {
  what: 'switching leaves both labs with their key',
  name: 'switch',
  lab: 'NMGRL',
  enrolled: ['NMGRL', 'OTHER'],
  judgeAfterFault: async (bench, before) => assert.deepEqual(await keysOfBlocks(bench), before),
  judgeAfterNextStart: async (bench, { before, isPast }) => {
    assert.deepEqual(await keysOfBlocks(bench), before);
    const { current, labs } = bench.registrations.state;
    assert.equal(labs.length, 2);
    for (const { lab, status, lines } of labs) {
      assert.equal(status, 'registered', lab);
      assert.deepEqual(
        lines.filter(({ verdict }) => verdict.kind !== 'passed'),
        [],
      );
    }
    if (isPast) assert.equal(current, 'NMGRL');
    await judgeLeftovers(bench);
  },
};

const enrollingBeside: FaultedOperation = {
  what: 'enrolling for another lab leaves the first one whole',
  name: 'install',
  lab: 'OTHER',
  enrolled: ['NMGRL'],
  judgeAfterFault: async (bench, before) => {
    const keys = await keysOfBlocks(bench);
    assert.equal(keys['pychron-NMGRL'], before['pychron-NMGRL']);
  },
  judgeAfterNextStart: async (bench) => {
    await bench.outcomeOf((labs) => labs.switchTo('NMGRL'));
    await judgeLogin(bench);
    assert.equal(bench.lab('NMGRL').isCurrent, true);
    assert.equal(bench.lab('NMGRL').status, 'registered');
    await judgeLeftovers(bench);
  },
};

const reOnboarding: FaultedOperation = {
  what: 're-onboarding can log in after the next start',
  name: 're-onboard',
  lab: 'NMGRL',
  enrolled: ['NMGRL'],
  judgeAfterFault: nothing,
  judgeAfterNextStart: async (bench) => {
    assert.equal(bench.lab('NMGRL').keyChangePending, false);
    await judgeLogin(bench);
    await judgeLeftovers(bench);
  },
};

const revoking: FaultedOperation = {
  what: 'revoking leaves the lab whole or gone',
  name: 'revoke',
  lab: 'NMGRL',
  enrolled: ['NMGRL'],
  judgeAfterFault: nothing,
  judgeAfterNextStart: async (bench) => {
    if (bench.registrations.state.labs.length > 0) {
      // It had not begun: the server was asked, nothing was noted.
      const outcome = await bench.outcomeOf((labs) => labs.revoke('NMGRL', false));
      assert.equal(outcome.kind, 'removed');
    }
    assert.deepEqual(await readdir(bench.home), []);
    assert.deepEqual(await bench.keyring.get('NMGRL'), { ok: true, value: null });
  },
};

export const FAULTED_OPERATIONS = [switching, enrollingBeside, reOnboarding, revoking];

async function judgeLogin(bench: Bench): Promise<void> {
  const outcome = await bench.outcomeOf((labs) => labs.testConnection('NMGRL'));
  const proofs = outcome.kind === 'tested' ? outcome.proofs.map((proof) => proof.outcome) : [];
  assert.deepEqual(proofs, ['passed', 'passed', 'passed']);
}

async function judgeLeftovers(bench: Bench): Promise<void> {
  const names = await readdir(bench.home, { recursive: true });
  assert.deepEqual(
    names.filter((name) => name.endsWith('.new')),
    [],
  );
  const texts = Object.values(await fileTree(bench.home)).map(({ text }) => text);
  const keys = texts.filter((text) => text?.includes('PRIVATE'));
  assert.equal(new Set(keys).size, keys.length, 'a private key is there twice');
}
