import type { RemovalItem, RemovalPlan } from '../../shared/registrations.ts';
import { readSnapshot, resolveLinks } from '../workstation/file-snapshot.ts';
import { readSshConfig } from '../workstation/read-ssh-config.ts';
import { databaseKeyPath } from '../workstation/workstation-paths.ts';
import type { LabContext } from './lab-context.ts';
import { labFolder } from './lab-paths.ts';
import type { LabRecord } from './lab-record.ts';
import { exists } from './write-durably.ts';

/** What removing a lab deletes from this machine. Deletes nothing. */
export async function planRemoval(context: LabContext, lab: string): Promise<RemovalPlan> {
  const { store, keyring } = context;
  const record = await store.record(lab);
  const files = await store.filesOf(lab);
  const folder = labFolder(store.paths, lab);
  const token = await keyring.get(lab);
  const items: readonly (RemovalItem & { readonly isThere: boolean })[] = [
    // A keyring that does not answer may hold one.
    { kind: 'token', subject: lab, isThere: !token.ok || token.value !== null },
    {
      kind: 'ssh-config-block',
      subject: store.paths.sshConfig,
      isThere: await hasBlock(context, aliasOf(lab, record)),
    },
    {
      kind: 'known-hosts-line',
      subject: store.paths.knownHosts,
      isThere: (await ownHostKeyLine(context, lab)) !== null,
    },
    await file('private-key', files.privateKey),
    await file('public-key', files.publicKey),
    await file('registration', files.registration),
    await file('pending-key', folder.nextPrivateKey),
    await file('cloud-sql-key', databaseKeyPath(store.paths, lab)),
    await file('record', folder.record),
  ];
  return {
    lab,
    items: items.filter(({ isThere }) => isThere).map(({ kind, subject }) => ({ kind, subject })),
    clones: record.clones,
  };
}

/** The lab's known_hosts line, if it is there and no other lab of this machine needs it. */
export async function ownHostKeyLine({ store }: LabContext, lab: string): Promise<string | null> {
  const line = (await store.record(lab)).sshHost?.knownHostsLine;
  if (line === undefined) return null;
  for (const other of await store.labs()) {
    if (other !== lab && (await store.record(other)).sshHost?.knownHostsLine === line) return null;
  }
  const { text } = await readSnapshot(store.paths.knownHosts);
  return text.split('\n').includes(line) ? line : null;
}

/** Nobody may have noted it: then it is the one that the lab's name gives (protocol.md section 1). */
export function aliasOf(lab: string, { sshHost }: LabRecord): string {
  return sshHost?.alias ?? `pychron-${lab}`;
}

async function hasBlock({ store }: LabContext, alias: string): Promise<boolean> {
  const { text } = await readSnapshot(await resolveLinks(store.paths.sshConfig));
  return readSshConfig(text).blocks.some((block) => block.alias === alias);
}

async function file(kind: RemovalItem['kind'], path: string) {
  return { kind, subject: path, isThere: await exists(path) };
}
