import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { answerGitCommand } from './answer-git-command.ts';
import { hasKey } from './authorized-keys/authorized-keys-text.ts';
import { gitInvocation } from './git-environment.ts';
import { isLabName } from './repository-name.ts';

/*
 * The forced command of a real sshd: started for each login with one key's lab, it lets git talk and nothing else.
 * It must start quickly, so it loads no database, no zod and no ssh2.
 */

const { values } = parseArgs({
  options: {
    repositories: { type: 'string' },
    lab: { type: 'string' },
    'authorized-keys': { type: 'string' },
    key: { type: 'string' },
  },
});
const { repositories, lab, key, 'authorized-keys': authorizedKeysFile } = values;

if (!repositories || !lab || !key || !authorizedKeysFile || !isLabName(lab)) {
  refuse(
    'onbench: the forced command of this key is damaged. Tell the administrator of this host.\n',
  );
} else if (!hasKey(await readFile(authorizedKeysFile, 'latin1'), key)) {
  // An open connection outlives its key's line in sshd; it gets no further command.
  refuse('onbench: this key was revoked. Enroll this workstation again.\n');
} else {
  await serve(lab, repositories);
}

async function serve(ownLab: string, repositoriesDir: string): Promise<void> {
  const command = process.env.SSH_ORIGINAL_COMMAND;
  const answer = await answerGitCommand(command, ownLab, repositoriesDir);
  if (answer.kind === 'greeting') process.stdout.write(answer.text);
  else if (answer.kind === 'refusal') refuse(answer.text);
  else {
    const { file, args, env } = gitInvocation(answer, process.env.GIT_PROTOCOL);
    spawn(file, args, { env, stdio: 'inherit' })
      .on('error', () => refuse('onbench: git cannot be started on this host.\n'))
      .on('exit', (code) => {
        process.exitCode = code ?? 1;
      });
  }
}

function refuse(text: string): void {
  process.stderr.write(text);
  process.exitCode = 1;
}
