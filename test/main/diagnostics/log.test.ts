import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '@onbench/protocol/secret';
import { describe, expect, it } from 'vitest';
import { type Log, logFileIn, type OpenLog, openLog } from '../../../src/main/diagnostics/log.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const TEXT = 'pcy_NMGRL_canary-0123456789';
const SECRET = new Secret(TEXT);

async function logFolder(): Promise<string> {
  return join(await scratchFolder(), 'logs');
}

/** Ends the log as the process would and gives what is in its current file. */
async function written({ close }: OpenLog, folder: string): Promise<string> {
  await close();
  return readFile(logFileIn(folder), 'utf8');
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe('openLog', () => {
  it('writes one JSON object a line, with the time and the level', async () => {
    const folder = await logFolder();
    const opened = openLog(folder);
    opened.log.info({ lab: 'NMGRL' }, 'x');
    const line = JSON.parse(await written(opened, folder));
    expect(line).toEqual({ level: 30, time: expect.any(String), lab: 'NMGRL', msg: 'x' });
    expect(new Date(line.time).toISOString()).toBe(line.time);
  });

  it('goes on where an earlier run ended', async () => {
    const folder = await logFolder();
    for (const run of [1, 2]) {
      const opened = openLog(folder);
      opened.log.info({ run }, 'x');
      expect(await written(opened, folder)).toContain(`"run":${run}`);
    }
    expect(await readFile(logFileIn(folder), 'utf8')).toContain('"run":1');
  });

  it('can be read by its owner only, whatever the umask is', async () => {
    const folder = await logFolder();
    const before = process.umask(0);
    try {
      const opened = openLog(folder);
      opened.log.info({}, 'x');
      await written(opened, folder);
    } finally {
      process.umask(before);
    }
    expect(await modeOf(logFileIn(folder))).toBe('600');
  });

  it('keeps the five latest files of a megabyte beside the current one', async () => {
    const folder = await logFolder();
    const opened = openLog(folder);
    for (let line = 0; line < 32; line += 1)
      opened.log.info({ filler: 'x'.repeat(300_000) }, `${line}`);
    await written(opened, folder);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.log'));
    expect(files).toHaveLength(6);
    for (const name of files) expect(await modeOf(join(folder, name))).toBe('600');
  });

  it('does not end the app when the folder cannot be made', async () => {
    const opened = openLog('/dev/null/logs');
    expect(() => opened.log.error({}, 'lost')).not.toThrow();
  });

  it.each<[string, (log: Log) => void]>([
    ['a field', (log) => log.info({ token: SECRET }, 'x')],
    ['a nested field', (log) => log.info({ a: { b: [{ token: SECRET }] } }, 'x')],
    ['the whole object', (log) => log.info(SECRET, 'x')],
    ['a child’s binding', (log) => log.child({ token: SECRET }).info({}, 'x')],
    ['a message', (log) => log.info({}, `token ${SECRET}`)],
    ['a message’s %s', (log) => log.info({}, 'token %s', SECRET)],
    ['a message’s %j', (log) => log.info({}, 'token %j', { token: SECRET })],
    ['a message’s %o', (log) => log.info({}, 'token %o', SECRET)],
    ['an error’s message', (log) => log.error({ err: new Error(`no ${SECRET}`) }, 'x')],
    ['an error alone', (log) => log.error(Object.assign(new Error('no'), { token: SECRET }))],
    [
      'an error’s field',
      (log) => log.error({ err: Object.assign(new Error('no'), { token: SECRET }) }, 'x'),
    ],
    [
      'an error’s cause',
      (log) => {
        const cause = Object.assign(new Error(`because of ${SECRET}`), { token: SECRET });
        log.error({ err: new Error('no', { cause }) }, 'x');
      },
    ],
    ['a cause that is a secret', (log) => log.error({ err: new Error('no', { cause: SECRET }) })],
    [
      'one of several errors',
      (log) => log.error({ err: new AggregateError([Object.assign(new Error('a'), { SECRET })]) }),
    ],
  ])('prints no secret in %s', async (_, write) => {
    const folder = await logFolder();
    const opened = openLog(folder);
    write(opened.log);
    const text = await written(opened, folder);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toContain('canary');
    expect(text).not.toContain(Buffer.from(TEXT).toString('base64').slice(4, -4));
  });
});
