import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEnrollmentClient } from '../../src/main/api/enrollment-client.ts';
import { createLabClient } from '../../src/main/api/lab-client.ts';
import { createNodeTransport } from '../../src/main/api/node-transport.ts';
import type { Transport } from '../../src/main/api/transport.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { createRegistrations } from '../../src/main/registrations/create-registrations.ts';
import type { ExpiryWarning, Registrations } from '../../src/main/registrations/registrations.ts';
import { createWorkstation } from '../../src/main/workstation/create-workstation.ts';
import type { Keyring } from '../../src/main/workstation/keyring.ts';
import type { Workstation } from '../../src/main/workstation/workstation.ts';
import type {
  BegunOperation,
  LabRegistration,
  RegistrationOutcome,
} from '../../src/shared/registrations.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';
import type { ListeningServer } from './listening-server.ts';

const HOSTNAME = 'lab-mac-01';

interface BenchOptions {
  readonly transport?: Transport;
  readonly keyring?: Keyring;
}

/** A workstation on which labs come and go: real files under one home, real ssh and git, and a real server. */
export class Bench {
  readonly home: string;
  readonly keyring: Keyring;
  readonly log = new RecordedLog();
  readonly warnings: ExpiryWarning[] = [];
  readonly registrations: Registrations;
  readonly workstation: Workstation;
  readonly #server: ListeningServer;
  readonly #clock = new SystemClock();
  /** What the wall clock is ahead of the machine's. */
  aheadMs = 0;

  private constructor(
    home: string,
    server: ListeningServer,
    { transport = createNodeTransport(), keyring = new FakeKeyring() }: BenchOptions,
  ) {
    this.home = home;
    this.keyring = keyring;
    this.#server = server;
    this.registrations = createRegistrations({
      home,
      hostname: HOSTNAME,
      keyring: this.keyring,
      createClient: (apiBaseUrl) => createLabClient({ apiBaseUrl, transport, log: this.log }),
      chosenApiBaseUrl: () => server.url,
      notify: (warning) => this.warnings.push(warning),
      clock: this.#clock,
      wallTimeMs: () => Date.now() + this.aheadMs,
      log: this.log,
    });
    this.workstation = this.registrations.besideOtherLabs(
      createWorkstation({ home, hostname: HOSTNAME, keyring: this.keyring }),
    );
  }

  static async create(
    folder: string,
    server: ListeningServer,
    options: BenchOptions = {},
  ): Promise<Bench> {
    // A name with what a shell and ssh would split or expand.
    const home = join(folder, "Jane O'Doe");
    await mkdir(home, { recursive: true });
    return new Bench(home, server, options);
  }

  /** From the request to the files, as the enrollment worker does it but without its waits. */
  async enroll(lab: string, choice: { readonly expires_in?: string } = {}): Promise<void> {
    const client = createEnrollmentClient({
      apiBaseUrl: this.#server.url,
      transport: createNodeTransport(),
      clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
      wallTimeMs: Date.now,
      log: this.log,
    });
    const { signal } = new AbortController();
    const key = gained(await this.workstation.createKey());
    const subject = { publicKeyLine: key.publicKeyLine, hostname: HOSTNAME };
    const grant = gained(await client.start(subject, signal));
    await this.#server.decide('approve', grant.userCode, undefined, { lab, ...choice });
    const polled = { deviceCode: grant.deviceCode, keyFingerprint: key.fingerprint };
    const answer = await client.poll(polled, signal);
    if (answer.kind !== 'minted') throw new Error(answer.kind);
    await client.acknowledge(grant.deviceCode, signal);
    gained(await this.keyring.set(lab, answer.credential.apiToken));
    const progress = { onStep: () => undefined, askHostKey: async () => false };
    gained(await this.workstation.install(key, answer.credential, progress));
    await this.registrations.refresh();
  }

  /** Begins an operation and gives how it ended. */
  async outcomeOf(begin: (registrations: Registrations) => BegunOperation) {
    gained(begin(this.registrations));
    await this.registrations.ended;
    return this.registrations.state.outcome as RegistrationOutcome;
  }

  lab(name: string): LabRegistration {
    const found = this.registrations.state.labs.find(({ lab }) => lab === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  }

  path(...names: readonly string[]): string {
    return join(this.home, ...names);
  }

  async read(...names: readonly string[]): Promise<string> {
    return readFile(this.path(...names), 'latin1');
  }

  async writeSshConfig(text: string): Promise<void> {
    await mkdir(this.path('.ssh'), { mode: 0o700 });
    await writeFile(this.path('.ssh/config'), Buffer.from(text, 'latin1'), { mode: 0o600 });
  }
}

export function gained<Value, Failure>(
  result: { ok: true; value: Value } | { ok: false; failure: Failure },
): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
