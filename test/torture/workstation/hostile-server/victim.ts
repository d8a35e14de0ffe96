import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { capture } from '../../../../scripts/stage/child-process.ts';
import { createEnrollmentClient } from '../../../../src/main/api/enrollment-client.ts';
import { createLabClient } from '../../../../src/main/api/lab-client.ts';
import type { Transport } from '../../../../src/main/api/transport.ts';
import { EnrollmentJournal } from '../../../../src/main/enrollment/enrollment-journal.ts';
import { EnrollmentWorker } from '../../../../src/main/enrollment/enrollment-worker.ts';
import { NudgeSource } from '../../../../src/main/platform/nudges.ts';
import { admissionBy } from '../../../../src/main/policy/admission.ts';
import { createRegistrations } from '../../../../src/main/registrations/create-registrations.ts';
import type { Registrations } from '../../../../src/main/registrations/registrations.ts';
import { createWorkstation } from '../../../../src/main/workstation/create-workstation.ts';
import { createRunSsh, type RunSsh } from '../../../../src/main/workstation/run-ssh.ts';
import type { EnrollmentState } from '../../../../src/shared/enrollment.ts';
import { FakeJournalFile } from '../../../fakes/fake-journal-file.ts';
import { FakeKeyring } from '../../../fakes/fake-keyring.ts';
import { RecordedLog } from '../../../fakes/recorded-log.ts';
import { fileTree } from '../../../support/file-tree.ts';
import { FastClock } from './fast-clock.ts';

const SPEED = 20;

const HOSTS = Array.from({ length: 20 }, (_, index) => `host-${index}.example`);

/** What somebody had before Onbench came, and wants to find unchanged. */
const BEFORE: Readonly<Record<string, string>> = {
  'home/.ssh/config': [
    'Host *.example',
    '    ServerAliveInterval 30',
    ...HOSTS.flatMap((host, index) => [`Host ${host}`, `    Port ${2_200 + index}`, '    User me']),
    'Host *',
    '    ForwardAgent no',
    '',
  ].join('\n'),
  'home/.ssh/known_hosts': 'github.com ssh-ed25519 AAAA\n',
  'home/.ssh/id_ed25519': 'the key of a person\n',
  'home/.bashrc': 'alias ll="ls -l"\n',
  'home/Documents/notes.txt': 'Sample 17 is ready.\n',
  'elsewhere/secret.txt': 'nobody’s business\n',
};

/** The files that an enrollment may make (protocol.md section 4). */
const OWN_FILES =
  /^home\/\.pychron(?:\/(?:keys(?:\/(?:pychron_lab-mac-01(?:\.pub)?|cloudsql_\w+\.json))?|registration\.json|known_hosts))?$/;

const DATABASE_KEY_FILE = /^home\/\.pychron\/keys\/cloudsql_\w+\.json$/;

/** A workstation with a home of its own, real files and the real ssh, that hostile servers talk to. */
export class Victim {
  readonly log = new RecordedLog();
  /** Every state that was published, as the window would get it. */
  readonly states: string[] = [];
  readonly sshArguments: string[] = [];
  readonly #keyring = new FakeKeyring();
  readonly #folder: string;
  readonly #hostsBefore: string;

  private constructor(folder: string, hostsBefore: string) {
    this.#folder = folder;
    this.#hostsBefore = hostsBefore;
  }

  static async create(): Promise<Victim> {
    const folder = await mkdtemp(join(tmpdir(), 'onbench-victim-'));
    for (const [path, text] of Object.entries(BEFORE)) {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), text, { mode: 0o600 });
    }
    return new Victim(folder, await effectiveHosts(folder));
  }

  /** A worker as the app has it, but for the keyring (in memory) and the login (nobody is there). */
  createWorker(transport: Transport): EnrollmentWorker {
    const keyring = this.#keyring;
    const workstation = createWorkstation(this.#machine());
    const worker = new EnrollmentWorker({
      createClient: (apiBaseUrl) =>
        createEnrollmentClient({
          apiBaseUrl,
          transport,
          clientInfo: { name: 'Onbench', version: '0.1.0', platform: 'linux' },
          wallTimeMs: Date.now,
          log: this.log,
        }),
      // The checks of this machine have no part in this; a hostile server even names the host of one of them.
      workstation: { ...workstation, checks: [] },
      admission: admissionBy({ kind: 'none' }),
      journal: new EnrollmentJournal({ file: new FakeJournalFile(), keyring, log: this.log }),
      wallTimeMs: Date.now,
      clock: new FastClock(SPEED),
      nudges: new NudgeSource(),
      random: Math.random,
      log: this.log,
    });
    worker.subscribe((state: EnrollmentState) => this.states.push(JSON.stringify(state)));
    return worker;
  }

  /** The labs as the app has them, for the one that has just been enrolled for. */
  createRegistrations(transport: Transport, apiBaseUrl: string): Registrations {
    return createRegistrations({
      ...this.#machine(),
      createClient: (base) => createLabClient({ apiBaseUrl: base, transport, log: this.log }),
      chosenApiBaseUrl: () => apiBaseUrl,
      notify: () => undefined,
      clock: new FastClock(SPEED),
      wallTimeMs: Date.now,
      log: this.log,
    });
  }

  /** So that the next server is the first one again. */
  async forgetLabs(): Promise<void> {
    await rm(join(this.#folder, 'home/.pychron/labs'), { recursive: true, force: true });
  }

  #machine() {
    const ssh = createRunSsh();
    const runSsh: RunSsh = async (args) => {
      this.sshArguments.push(args.join(' '));
      if (args.includes('-G')) return ssh(args);
      return { kind: 'exited', exitCode: 0, stdout: '', stderr: '' };
    };
    const home = join(this.#folder, 'home');
    return { home, hostname: 'lab-mac-01', keyring: this.#keyring, runSsh };
  }

  /** What must not have happened to this machine, one line each. */
  async damage(
    secrets: readonly string[],
    databaseSecrets: readonly string[],
  ): Promise<readonly string[]> {
    const tree = await fileTree(this.#folder);
    const files = Object.entries(tree).filter(([, { text }]) => text !== null);
    const kept = files.map(([path, { text }]) => [path, text ?? ''] as const);
    return [
      ...kept.flatMap(([path, text]) => changes(path, text)),
      ...Object.keys(BEFORE)
        .filter((path) => !(path in tree))
        .map((path) => `${path} is gone`),
      ...((await effectiveHosts(this.#folder)) === this.#hostsBefore
        ? []
        : ['ssh -G differs for a host that is not ours']),
      ...secrets.flatMap((secret) => this.#leaks(secret, kept)),
      ...databaseSecrets.flatMap((secret) =>
        this.#leaks(
          secret,
          kept.filter(([path]) => !DATABASE_KEY_FILE.test(path)),
        ),
      ),
    ];
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #leaks(secret: string, files: readonly (readonly [path: string, text: string])[]) {
    const forms = [secret, base64(secret), Buffer.from(secret).toString('hex')];
    const holds = (text: string) => forms.some((form) => text.includes(form));
    return [
      ...files.filter(([, text]) => holds(text)).map(([path]) => `${path} holds a secret`),
      ...(this.log.lines.some(holds) ? ['the log holds a secret'] : []),
      ...(this.states.some(holds) ? ['a state holds a secret'] : []),
      ...(this.sshArguments.some(holds) ? ['an argument list holds a secret'] : []),
    ];
  }
}

function changes(path: string, text: string): readonly string[] {
  const before = BEFORE[path];
  if (before === undefined) return OWN_FILES.test(path) ? [] : [`${path} appeared`];
  const withoutBlocks = text.replace(
    /# BEGIN pychron-cloud:[^\n]*\n(?:[^#\n][^\n]*\n)*# END pychron-cloud:[^\n]*\n/g,
    '',
  );
  return withoutBlocks === Buffer.from(before).toString('latin1') ? [] : [`${path} changed`];
}

/** What the real ssh makes of the person's own hosts. */
async function effectiveHosts(folder: string): Promise<string> {
  const config = join(folder, 'home/.ssh/config');
  // Not as the app runs it: its time limit says how busy this machine is, and nothing about the file.
  const runs = await Promise.all(HOSTS.map((host) => capture('ssh', ['-F', config, '-G', host])));
  return JSON.stringify(runs);
}

/** Without its last characters, which depend on what follows. */
function base64(secret: string): string {
  return Buffer.from(secret)
    .toString('base64')
    .replace(/.{0,3}=*$/, '');
}
