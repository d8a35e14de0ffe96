import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Secret } from '@onbench/protocol/secret';
import { generatePassword } from '../accounts/generate-password.ts';

const MIN_LENGTH = 10;

/** A new password: generated, piped in, or asked twice without echo. Null, with the reason printed, when it will not do. */
export async function choosePassword(generate: boolean): Promise<Secret | null> {
  if (generate) return generatePassword();
  const password = process.stdin.isTTY ? await askTwice() : await readFirstLine();
  if (password === null) {
    console.error('The two passwords differ.');
    return null;
  }
  if (password.length < MIN_LENGTH) {
    console.error(`A password needs at least ${MIN_LENGTH} characters.`);
    return null;
  }
  return new Secret(password);
}

async function askTwice(): Promise<string | null> {
  const first = await ask('Password: ');
  return first === (await ask('The same again: ')) ? first : null;
}

/** What readline echoes goes nowhere, so the password is never on the screen. */
async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

async function readFirstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
}
