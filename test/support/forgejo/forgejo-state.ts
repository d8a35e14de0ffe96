import { parseSshPublicKey } from '../../../protocol/src/ssh-public-key.ts';

export interface User {
  readonly id: number;
  readonly login: string;
  readonly full_name: string;
  readonly email: string;
  readonly restricted: boolean;
}

export interface Key {
  readonly id: number;
  readonly owner: string;
  readonly title: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface Team {
  readonly id: number;
  readonly organization: string;
  readonly name: string;
  readonly permission: string;
  readonly members: Set<string>;
}

/** What a Forgejo knows, with the rules of it that matter here: a key belongs to one account, names know no case. */
export class ForgejoState {
  readonly users = new Map<string, User>();
  readonly organizations = new Map<string, { readonly id: number; readonly name: string }>();
  readonly teams: Team[] = [];
  readonly repositories = new Map<
    string,
    { readonly id: number; readonly defaultBranch: string }
  >();
  keys: Key[] = [];
  #lastId = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Null: the name is taken. */
  addUser(user: Omit<User, 'id'>): User | null {
    const name = user.login.toLowerCase();
    if (this.users.has(name) || this.organizations.has(name)) return null;
    const made = { ...user, id: this.nextId() };
    this.users.set(name, made);
    return made;
  }

  addPerson(login: string): void {
    this.addUser({ login, full_name: '', email: `${login}@example.org`, restricted: false });
  }

  deleteUser(login: string): boolean {
    for (const team of this.teams) team.members.delete(login);
    this.keys = this.keys.filter(({ owner }) => owner !== login);
    return this.users.delete(login.toLowerCase());
  }

  /** Null: it is no key, or somebody has it. */
  addKey(owner: string, title: string, line: string): Key | null {
    const parsed = parseSshPublicKey(line);
    if (!parsed) return null;
    const { fingerprint } = parsed;
    if (this.keys.some((key) => key.fingerprint === fingerprint)) return null;
    const key = { id: this.nextId(), owner, title, key: line, fingerprint };
    this.keys.push(key);
    return key;
  }

  addOrganization(name: string): { readonly id: number; readonly name: string } | null {
    const lower = name.toLowerCase();
    if (this.users.has(lower) || this.organizations.has(lower)) return null;
    const made = { id: this.nextId(), name };
    this.organizations.set(lower, made);
    return made;
  }

  /** The organisation whose repositories a key opens, or null. */
  labOf(fingerprint: string): string | null {
    const owner = this.keys.find((key) => key.fingerprint === fingerprint)?.owner;
    if (owner === undefined) return null;
    const team = this.teams.find(
      ({ members, permission }) => permission === 'write' && members.has(owner),
    );
    return team?.organization ?? null;
  }

  /** All that a bot consists of, for whoever counts what was left behind. */
  bots(): readonly { readonly login: string; readonly keys: number; readonly teams: number }[] {
    return [...this.users.values()]
      .filter(({ login }) => login.startsWith('bot-'))
      .map(({ login }) => ({
        login,
        keys: this.keys.filter(({ owner }) => owner === login).length,
        teams: this.teams.filter(({ members }) => members.has(login)).length,
      }));
  }
}
