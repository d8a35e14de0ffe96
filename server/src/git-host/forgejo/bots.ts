import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { botUsername } from '../bot-username.ts';
import type { GitHostKey, KeyPlace } from '../git-host.ts';
import { type ForgejoClient, unexpected } from './forgejo-client.ts';

/** An account that stands for one key. */
export interface Bot {
  readonly username: string;
  readonly fingerprint: string;
}

const userForm = z.object({
  id: z.number(),
  login: z.string(),
  full_name: z.string().default(''),
  restricted: z.boolean().default(true),
});
const usersForm = z.array(userForm);
const keysForm = z.array(z.object({ fingerprint: z.string() }));

/** What an account of ours is called for people, and how it is told from one that a person gave such a name. */
const FULL_NAME = /^Onbench (SHA256:[A-Za-z0-9+/]{43})$/;

/** Null: there is none. `foreign`: somebody else has the name, or it belongs to another key with the same 8 digits. */
export async function findBot(
  forgejo: ForgejoClient,
  { lab, fingerprint }: KeyPlace,
): Promise<Bot | 'foreign' | null> {
  const username = botUsername(lab, fingerprint);
  const user = await forgejo.find(`/users/${username}`, userForm);
  if (!user) return null;
  return readBot(user)?.fingerprint === fingerprint ? { username, fingerprint } : 'foreign';
}

/** Every account of ours. */
export async function listBots(forgejo: ForgejoClient): Promise<readonly Bot[]> {
  return (await forgejo.list('/admin/users', usersForm)).flatMap((user) => readBot(user) ?? []);
}

/** Nobody can sign in as it: its password is known to no one. What it sees, its team gives it. */
export async function createBot(
  forgejo: ForgejoClient,
  { lab, fingerprint }: KeyPlace,
): Promise<void> {
  const username = botUsername(lab, fingerprint);
  await forgejo.do('POST', '/admin/users', [201], {
    username,
    email: `${username}@onbench.invalid`,
    full_name: `Onbench ${fingerprint}`,
    // Every kind of character, whatever mixture this Forgejo asks for.
    password: `${randomBytes(32).toString('base64url')}aA1!`,
    must_change_password: false,
    restricted: true,
    send_notify: false,
    visibility: 'private',
  });
}

/** False when Forgejo refuses the key: another account has it. */
export async function giveKey(
  forgejo: ForgejoClient,
  { username }: Bot,
  { publicKey, fingerprint }: GitHostKey,
): Promise<boolean> {
  if (await hasKey(forgejo, username, fingerprint)) return true;
  const path = `/admin/users/${username}/keys`;
  const key = { title: fingerprint, key: publicKey, read_only: false };
  const reply = await forgejo.send('POST', path, key);
  if (reply.status === 201) return true;
  if (reply.status === 422) return await hasKey(forgejo, username, fingerprint);
  throw unexpected(reply, 'POST', path);
}

/** The account, its key and its place in the team go with one call, and the key first. */
export async function deleteBot(forgejo: ForgejoClient, { username }: Bot): Promise<void> {
  await forgejo.do('DELETE', `/admin/users/${username}?purge=true`, [204, 404]);
}

async function hasKey(
  forgejo: ForgejoClient,
  username: string,
  fingerprint: string,
): Promise<boolean> {
  const path = `/users/${username}/keys?fingerprint=${encodeURIComponent(fingerprint)}`;
  const keys = await forgejo.find(path, keysForm);
  return keys?.some((key) => key.fingerprint === fingerprint) ?? false;
}

/** Only an administrator makes restricted accounts, so nobody can register one in a bot's name beforehand. */
function readBot({ login, full_name, restricted }: z.infer<typeof userForm>): Bot | null {
  const fingerprint = FULL_NAME.exec(full_name)?.[1];
  return fingerprint !== undefined && restricted ? { username: login, fingerprint } : null;
}
