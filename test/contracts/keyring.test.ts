import { describe } from 'vitest';
import { KeytarKeyring } from '../../src/main/workstation/keytar-keyring.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { useKeyringSession } from '../support/use-keyring-session.ts';
import { keyringContract } from './keyring-contract.ts';

describe('FakeKeyring', () => {
  const keyring = new FakeKeyring();
  keyringContract(() => keyring);
});

describe('KeytarKeyring on a real gnome-keyring', () => {
  useKeyringSession();
  const keyring = new KeytarKeyring('pychron.cloud.contract');
  keyringContract(() => keyring);
});
