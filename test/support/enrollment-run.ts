import { WHOAMI_PATH } from '@onbench/protocol/bearer-api';
import { afterEach, expect } from 'vitest';
import { createEnrollmentClient } from '../../src/main/api/enrollment-client.ts';
import type { Transport } from '../../src/main/api/transport.ts';
import { EnrollmentJournal } from '../../src/main/enrollment/enrollment-journal.ts';
import { EnrollmentWorker } from '../../src/main/enrollment/enrollment-worker.ts';
import { NudgeSource } from '../../src/main/platform/nudges.ts';
import { admissionBy } from '../../src/main/policy/admission.ts';
import type { EnrollmentState, StateOf } from '../../src/shared/enrollment.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeJournalFile } from '../fakes/fake-journal-file.ts';
import { FakeKeyring } from '../fakes/fake-keyring.ts';
import { type Circumstances, FAKE_KEY, FakeWorkstation } from '../fakes/fake-workstation.ts';
import { RecordedLog } from '../fakes/recorded-log.ts';
import { type ScriptedAnswer, ScriptedTransport } from '../fakes/scripted-transport.ts';
import { API_BASE_URL, reached } from '../fakes/wire-answers.ts';

/** The lasting parts of a machine: its disk, its keyrings and its clock on the wall. */
export interface Machine {
  readonly file: FakeJournalFile;
  /** Of the journal. */
  readonly keyring: FakeKeyring;
  /** Of the lab's software: lab to token. */
  readonly tokens: Map<string, string>;
  wallTimeMs: number;
}

export function newMachine(): Machine {
  return {
    file: new FakeJournalFile(),
    keyring: new FakeKeyring(),
    tokens: new Map(),
    wallTimeMs: Date.parse('2026-05-09T11:45:00Z'),
  };
}

const runs: EnrollmentRun[] = [];

/** A worker between a scripted server and a fake machine, with all that it published. */
export class EnrollmentRun {
  readonly clock: FakeClock;
  readonly transport: ScriptedTransport;
  readonly workstation: FakeWorkstation;
  readonly log = new RecordedLog();
  readonly nudges = new NudgeSource();
  readonly states: EnrollmentState[] = [];
  /** What outlives the process: pass it to the run that comes after this one was killed. */
  readonly machine: Machine;
  readonly worker: EnrollmentWorker;
  /** How the server meets the question of the checks before; it is no part of the script. */
  probe: ScriptedAnswer = reached;
  probes = 0;

  constructor(
    answers: readonly ScriptedAnswer[],
    circumstances: Circumstances = {},
    clock = new FakeClock(),
    machine: Machine = newMachine(),
    admission = admissionBy({ kind: 'none' }),
  ) {
    this.clock = clock;
    this.machine = machine;
    this.transport = new ScriptedTransport(answers);
    this.workstation = new FakeWorkstation(circumstances, machine.tokens);
    this.worker = new EnrollmentWorker({
      createClient: (apiBaseUrl) =>
        createEnrollmentClient({
          apiBaseUrl,
          transport: this.#withProbe(),
          clientInfo: { name: 'onbench', version: '0.1.0', platform: 'linux' },
          wallTimeMs: () => machine.wallTimeMs,
          log: this.log,
        }),
      journal: new EnrollmentJournal({ ...machine, log: this.log }),
      wallTimeMs: () => machine.wallTimeMs,
      workstation: this.workstation,
      admission,
      clock,
      nudges: this.nudges,
      random: () => 0,
      log: this.log,
    });
    this.worker.subscribe((state) => this.states.push(state));
    runs.push(this);
  }

  start(): this {
    this.worker.start(API_BASE_URL);
    return this;
  }

  #withProbe(): Transport {
    return {
      send: async (request) => {
        const isProbe = request.url.endsWith(WHOAMI_PATH) && !request.headers.Authorization;
        if (!isProbe) return this.transport.send(request);
        this.probes += 1;
        return typeof this.probe === 'function' ? this.probe(request.signal) : this.probe;
      },
    };
  }

  /** Lets time pass until the state is of this kind. */
  async until<Kind extends EnrollmentState['kind']>(kind: Kind): Promise<StateOf<Kind>> {
    await this.clock.runUntil(() => this.worker.state.kind === kind);
    return this.worker.state as StateOf<Kind>;
  }

  /** The kinds of state that it went through, each once in a row. */
  get path(): readonly string[] {
    const kinds = this.states.map((state) => state.kind);
    return kinds.filter((kind, index) => kind !== kinds[index - 1]);
  }

  /** The steps of finishing, each once in a row. */
  get steps(): readonly string[] {
    const steps = this.states.flatMap((state) => (state.kind === 'finishing' ? [state.step] : []));
    return steps.filter((step, index) => step !== steps[index - 1]);
  }

  /** What the server was asked, without host and prefix. */
  get calls(): readonly string[] {
    const prefix = `${API_BASE_URL}/api/v1/forgejo/`;
    return this.transport.requests.map(
      ({ method, url }) => `${method} ${url.startsWith(prefix) ? url.slice(prefix.length) : url}`,
    );
  }
}

/** Every secret of the scripts carries the word: as it is, base64, hex. The private key is known by its first lines. */
const CANARIES = [
  'canary',
  'Y2FuYXJ5',
  Buffer.from('canary').toString('hex'),
  FAKE_KEY.privateKey.reveal().slice(0, 120),
];

afterEach(() => {
  for (const run of runs.splice(0)) {
    const published = [
      ...run.states.map((state) => JSON.stringify(state)),
      ...run.log.lines,
      ...run.machine.file.writes,
    ];
    expect(published.filter((text) => CANARIES.some((canary) => text.includes(canary)))).toEqual(
      [],
    );
    for (const state of run.states) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(run.transport.unusedAnswers).toBe(0);
  }
});
