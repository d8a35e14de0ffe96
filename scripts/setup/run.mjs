import { spawn } from 'node:child_process';

/**
 * Runs a command to its end, quietly; what it printed is shown only when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<string>} its standard output
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs,
    // npm is a batch file on Windows.
    shell: process.platform === 'win32',
  });
  let stdout = '';
  let everything = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    everything += chunk;
  });
  child.stderr.on('data', (chunk) => {
    everything += chunk;
  });
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      everything += error.message;
      resolve(null);
    });
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${everything.trim()}`);
  }
  return stdout;
}

/**
 * Announces a step of the set-up, runs it and says how long it took.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  process.stdout.write(`  ${what} …`);
  const begin = performance.now();
  try {
    const value = await work();
    process.stdout.write(` done in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
    return value;
  } catch (error) {
    process.stdout.write(' failed\n');
    throw error;
  }
}
