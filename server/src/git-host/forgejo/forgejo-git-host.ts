import { botUsername } from '../bot-username.ts';
import { checkKey } from '../check-key.ts';
import type {
  GitHost,
  GitHostKey,
  HostedRepository,
  KeyAddition,
  KeyPlace,
  SshEndpoint,
} from '../git-host.ts';
import { parseRepositoryName } from '../repository-name.ts';
import { type Bot, createBot, deleteBot, findBot, giveKey, listBots } from './bots.ts';
import { type ForgejoAccess, ForgejoClient, ForgejoError } from './forgejo-client.ts';
import { ensureRepository, ensureTeam, joinTeam, listRepositories } from './labs.ts';

/** What GitHost promises for letting a key in or out; lists and repositories may take as long. */
const LIMIT_MS = 10_000;

/** With tens of thousands of bots to read. */
const START_LIMIT_MS = 120_000;

export interface ForgejoGitHostOptions {
  readonly access: ForgejoAccess;
  readonly endpoint: SshEndpoint;
}

/**
 * A Forgejo lets the keys in. Each key is the one key of an account of its own, named after lab and fingerprint, and a
 * member of the lab's team: every name is known beforehand, so each step finds what an interrupted one has left.
 */
export class ForgejoGitHost implements GitHost {
  readonly knowsKeysByHeart = false;
  readonly endpoint: SshEndpoint;
  readonly #access: ForgejoAccess;

  constructor({ access, endpoint }: ForgejoGitHostOptions) {
    this.endpoint = endpoint;
    this.#access = access;
  }

  async start(
    keys: readonly GitHostKey[],
    unsettled: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const settled = (key: Pick<KeyPlace, 'fingerprint'>) => !unsettled.has(key.fingerprint);
    const wanted = new Map(
      keys.filter(settled).map((key) => [botUsername(key.lab, key.fingerprint), key]),
    );
    const forgejo = new ForgejoClient(this.#access, START_LIMIT_MS);
    const bots = (await listBots(forgejo)).filter(settled);
    if (keys.length === 0) refuseOthersBots(bots);
    for (const bot of bots) {
      if (!wanted.delete(bot.username)) await deleteBot(forgejo, bot);
    }
    // One that somebody else has by now stays out; its workstation is told so by its next login.
    for (const key of wanted.values()) await this.addKey(key);
  }

  /** The key last: from then on it opens everything that it is for. */
  async addKey(key: GitHostKey): Promise<KeyAddition> {
    checkKey(key);
    const forgejo = new ForgejoClient(this.#access, LIMIT_MS);
    const team = await ensureTeam(forgejo, key.lab);
    const found = await findBot(forgejo, key);
    if (found === 'foreign') return { kind: 'taken' };
    if (!found) await createBot(forgejo, key);
    const bot = { username: botUsername(key.lab, key.fingerprint), fingerprint: key.fingerprint };
    await joinTeam(forgejo, team, bot.username);
    const given =
      (await giveKey(forgejo, bot, key)) ||
      ((await dropElsewhere(forgejo, bot)) && (await giveKey(forgejo, bot, key)));
    return given ? { kind: 'let-in', botUsername: bot.username } : { kind: 'taken' };
  }

  async removeKey(key: KeyPlace): Promise<void> {
    const forgejo = new ForgejoClient(this.#access, LIMIT_MS);
    const bot = await findBot(forgejo, key);
    if (bot && bot !== 'foreign') await deleteBot(forgejo, bot);
  }

  async ensureRepository(identifier: string): Promise<void> {
    const repository = parseRepositoryName(identifier);
    if (!repository) throw new Error(`Not a repository name: ${JSON.stringify(identifier)}.`);
    await ensureRepository(new ForgejoClient(this.#access, LIMIT_MS), repository);
  }

  async listRepositories(lab: string): Promise<readonly HostedRepository[]> {
    return await listRepositories(new ForgejoClient(this.#access, LIMIT_MS), lab);
  }

  /** Forgejo and its logins live on without us. */
  async stop(): Promise<void> {}
}

/** Records that know no key at all are more likely the wrong ones than the only ones left. */
function refuseOthersBots(bots: readonly Bot[]): void {
  const [first] = bots;
  if (!first) return;
  throw new ForgejoError(
    `Forgejo has ${bots.length} accounts such as ${first.username}, and this database knows none of them. Connect the database of the Onbench that made them, or delete them.`,
  );
}

/** A key that comes from another lab of ours leaves it. False when none of ours had it. */
async function dropElsewhere(
  forgejo: ForgejoClient,
  { username, fingerprint }: Bot,
): Promise<boolean> {
  const others = (await listBots(forgejo)).filter(
    (bot) => bot.fingerprint === fingerprint && bot.username !== username,
  );
  for (const other of others) await deleteBot(forgejo, other);
  return others.length > 0;
}
