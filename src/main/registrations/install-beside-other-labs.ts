import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import { failed, ok, type Result } from '../../shared/result.ts';
import type {
  Installation,
  InstallFailure,
  Workstation,
  WorkstationKey,
} from '../workstation/workstation.ts';
import { fileError } from './file-error.ts';
import type { LabIndex, LabRecord, MADE_BY_US } from './lab-record.ts';
import type { LabStore } from './lab-store.ts';
import { removeWhatWeMade } from './remove-lab.ts';
import { makeCurrent } from './switch-lab.ts';
import { exists } from './write-durably.ts';

type Made = (typeof MADE_BY_US)[number];

export interface Enrolling {
  readonly store: LabStore;
  /** Where the technician enrolls at the moment. */
  readonly apiBaseUrl: string | null;
  readonly nowMs: number;
}

/**
 * Lets an enrollment write to the fixed names without ending another lab's: that one is parked first, and comes back if
 * the enrollment fails. Then notes what the new lab is.
 */
export async function installBesideOtherLabs(
  enrolling: Enrolling,
  { key, credential }: { readonly key: WorkstationKey; readonly credential: MintedCredential },
  install: () => ReturnType<Workstation['install']>,
): Promise<Result<Installation, InstallFailure>> {
  const { store } = enrolling;
  const { lab } = credential;
  try {
    const before = await store.index();
    const labs = await store.labs();
    const isNew = !labs.includes(lab);
    const made = labs.length === 0 ? await missingParts(store) : before.made;
    const room = await makeRoom(store, lab, isNew ? newRecord(enrolling, key, credential) : null);
    if (!room.ok) return room;
    await store.writeIndex({ ...(await store.index()), made });
    const installed = await install();
    if (installed.ok) await store.update(lab, newRecord(enrolling, key, credential));
    else await giveBack(store, { lab, before, isRefused: isNew && isRefusal(installed.failure) });
    return installed;
  } catch (error) {
    return failed({ step: 'keys', ...fileError(error, store.paths.pychronFolder) });
  }
}

async function makeRoom(
  store: LabStore,
  lab: string,
  record: LabRecord | null,
): Promise<Result<undefined, InstallFailure>> {
  // A lab that nobody knows yet is noted before its files are there, so that none of them is ever nobody's.
  if (record !== null) await store.update(lab, record);
  const moved = await makeCurrent(store, lab);
  if (moved.ok) return ok(undefined);
  if (moved.failure.kind === 'ssh-config-conflict') return failed(moved.failure);
  throw new Error(`a lab could not be parked: ${moved.failure.kind}`);
}

function newRecord(
  { apiBaseUrl, nowMs }: Enrolling,
  { fingerprint }: WorkstationKey,
  { sshHostAlias }: MintedCredential,
): LabRecord {
  return {
    apiBaseUrl,
    keyFingerprint: fingerprint,
    sshHost: sshHostAlias,
    scopes: [],
    tokenExpiresAt: null,
    enrolledAt: new Date(nowMs).toISOString(),
    clones: [],
    warnedDays: null,
    ending: null,
  };
}

function isRefusal({ kind }: InstallFailure): boolean {
  return kind === 'host-key-refused';
}

/**
 * The lab that was current is so again. A refused one is forgotten, its token being revoked; any other failure is of this
 * machine, so the new lab stays, with its token: repairing it finishes what the enrollment could not.
 */
async function giveBack(
  store: LabStore,
  after: { readonly lab: string; readonly before: LabIndex; readonly isRefused: boolean },
): Promise<void> {
  const { lab, before, isRefused } = after;
  if (before.current !== null) await makeCurrent(store, before.current);
  else if (isRefused) await store.writeIndex({ ...(await store.index()), current: null });
  if (!isRefused) return;
  await store.forget(lab);
  await removeWhatWeMade(store);
}

/** What the first enrollment finds missing: the last removal takes it away again. */
async function missingParts(store: LabStore): Promise<Made[]> {
  const { sshFolder, sshConfig, keysFolder, knownHosts } = store.paths;
  const parts: readonly (readonly [Made, string])[] = [
    ['ssh-folder', sshFolder],
    ['ssh-config', sshConfig],
    ['keys-folder', keysFolder],
    ['known-hosts', knownHosts],
  ];
  const missing: Made[] = [];
  for (const [part, path] of parts) if (!(await exists(path))) missing.push(part);
  return missing;
}
