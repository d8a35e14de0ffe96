/*
 * `npm run bench -w server`: the Onbench server on PostgreSQL, beside a bare Fastify route and node-oidc-provider in
 * memory. Each in a process of its own, in turns, since a machine is never quiet: what counts is the median of the
 * ratios of each turn. Each turn starts them anew, since the same program is up to a quarter faster or slower for as
 * long as its process lives. Writes docs/performance.md.
 */
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { DEVICE_CODES_PATH, POLL_PATH } from '../../protocol/src/device-code-grant.ts';
import { DEVICE_CODE_GRANT_TYPE } from '../../protocol/src/oauth.ts';
import { newPublicKey } from '../../test/support/new-public-key.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { BENCH_CODE } from './bench-code.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { buildBenchServers } from './build.ts';
import { type Load, type Measurement, measure } from './measure.ts';
import { renderReport, type ScaleTurn, type Turn } from './report.ts';

const FILE = join(import.meta.dirname, '../../docs/performance.md');
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const TURNS = Number(process.env.BENCH_TURNS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const WARM_UP_SECONDS = 2;
const SCALES = [1, 10_000, 100_000, 1_000_000];
const DECIDED = 1_000;

await buildBenchServers(['bare-server', 'oidc-server', 'onbench-server']);
const postgres = await startPostgres({ isDurable: true });
const onbenchPoll = pollOf(() => `${BENCH_CODE}1`);
const onbenchStart: Load = {
  path: DEVICE_CODES_PATH,
  type: JSON_TYPE,
  body: JSON.stringify({ public_key: newPublicKey(), hostname: 'lab-mac-01' }),
  status: 201,
};
const client_id = 'bench';
const oidcStart: Load = {
  path: '/device/auth',
  type: FORM_TYPE,
  body: form({ client_id }),
  status: 200,
};

const loads = [loadAverage()];
const turns: Turn[] = [];
for (let turn = 0; turn < TURNS; turn += 1) {
  turns.push(await measureTurn());
  console.log(JSON.stringify(turns.at(-1)));
}
loads.push(loadAverage());
const scales: ScaleTurn[][] = [];
for (let turn = 0; turn < TURNS; turn += 1) scales.push(await measureScales());
loads.push(loadAverage());
await postgres.stop();
const report = renderReport({ turns, scales, loads });
await writeFile(FILE, report);
console.log(report);

/** Of the last minute: what else the machine was busy with, at the beginning, in the middle and at the end. */
function loadAverage(): number {
  return loadavg()[0] ?? 0;
}

async function measureTurn(): Promise<Turn> {
  const bare = await startBenchServer('bare-server');
  const oidc = await startBenchServer('oidc-server');
  const onbench = await startBenchServer('onbench-server', [await postgres.createDatabase()]);
  await onbench.command('fill', 1);
  const oidcPoll = pollAtOidc(await startAtOidc(oidc));
  const turn = {
    barePoll: await measureWarm(bare, onbenchPoll),
    onbenchPoll: await measureWarm(onbench, onbenchPoll),
    oidcPoll: await measureWarm(oidc, oidcPoll),
    onbenchStart: await measureWarm(onbench, onbenchStart),
    oidcStart: await measureWarm(oidc, oidcStart),
  };
  for (const server of [bare, oidc, onbench]) server.stop();
  return turn;
}

async function measureWarm(server: BenchServer, load: Load): Promise<Measurement> {
  await measure(server, load, WARM_UP_SECONDS);
  return await measure(server, load, SECONDS);
}

/** A fresh server for each number of pending grants, so that its memory is its own. */
async function measureScales(): Promise<ScaleTurn[]> {
  const measured: ScaleTurn[] = [];
  for (const grants of SCALES) {
    const server = await startBenchServer('onbench-server', [await postgres.createDatabase()]);
    // One of them, so that what the first one brings with it is not counted.
    await server.command('fill', 1);
    const before = await server.memory();
    const kept = await server.command('fill', grants);
    if (kept !== grants) throw new Error(`${kept} of ${grants} grants are remembered`);
    const { liveBytes, rssBytes } = await server.memory();
    const bytes = (liveBytes - before.liveBytes) / Math.max(grants - 1, 1);
    const load = pollOf(() => `${BENCH_CODE}${1 + Math.floor(Math.random() * grants)}`, true);
    const measurement = await measureWarm(server, load);
    const decided = Math.min(DECIDED, grants);
    const told = await pollDenied(server, decided);
    measured.push({ grants, bytes, rssBytes, measurement, decided, told });
    server.stop();
  }
  return measured;
}

/** Decides about some behind the server's back: every one of them has to be told. */
async function pollDenied(server: BenchServer, count: number): Promise<number> {
  await server.command('deny', count);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  let told = 0;
  for (let code = 1; code <= count; code += 1) {
    const response = await fetch(`${server.url}${POLL_PATH}`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify({ device_code: `${BENCH_CODE}${code}` }),
    });
    if (response.status === 403) told += 1;
  }
  return told;
}

function pollOf(code: () => string, isDifferent = false): Load {
  const body = () => JSON.stringify({ device_code: code() });
  return { path: POLL_PATH, type: JSON_TYPE, status: 425, body: isDifferent ? body : body() };
}

function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

function pollAtOidc(device_code: string): Load {
  const body = form({ client_id, grant_type: DEVICE_CODE_GRANT_TYPE, device_code });
  return { path: '/token', type: FORM_TYPE, body, status: 400 };
}

async function startAtOidc({ url }: BenchServer): Promise<string> {
  const response = await fetch(`${url}/device/auth`, {
    method: 'POST',
    headers: { 'content-type': FORM_TYPE },
    body: form({ client_id }),
  });
  const { device_code } = await response.json();
  return device_code;
}
