import type { ForgejoState, Key, Team, User } from './forgejo-state.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Call {
  /** What stands in the place of `{username}` and the like, in order. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

type Route = (state: ForgejoState, call: Call) => Answer;

const NOT_FOUND: Answer = { status: 404, body: { errors: [], message: 'not found', url: '' } };
const REFUSED: Answer = { status: 422, body: { message: 'refused', url: '' } };
const DONE: Answer = { status: 204 };

/** Few to a page, so that whoever reads one page only is found out. */
const PAGE = 3;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function page<Item>(items: readonly Item[], query: URLSearchParams): Answer {
  const from = (Number(query.get('page') ?? '1') - 1) * PAGE;
  return { status: 200, body: items.slice(from, from + PAGE) };
}

const showUser = (user: User) => ({ ...user, is_admin: false, visibility: 'private' });
const showKey = ({ owner: _owner, ...key }: Key) => key;
const showTeam = ({ id, name, permission }: Team) => ({ id, name, permission });

function showRepository(state: ForgejoState, fullName: string) {
  const repository = state.repositories.get(fullName);
  const [, name] = fullName.split('/');
  return {
    id: repository?.id,
    name,
    full_name: fullName,
    default_branch: repository?.defaultBranch,
    clone_url: `https://git.example/${fullName}.git`,
    description: '',
  };
}

const findUser = (state: ForgejoState, login = '') => state.users.get(login.toLowerCase());
const findOrganization = (state: ForgejoState, name = '') =>
  state.organizations.get(name.toLowerCase());

export const FORGEJO_ROUTES: Readonly<Record<string, Route>> = {
  'GET /users/{username}': (state, { names: [login] }) => {
    const user = findUser(state, login);
    return user ? { status: 200, body: showUser(user) } : NOT_FOUND;
  },
  'GET /admin/users': (state, { query }) => page([...state.users.values()].map(showUser), query),
  'POST /admin/users': (state, { body }) => {
    const user = state.addUser({
      login: text(body.username),
      full_name: text(body.full_name),
      email: text(body.email),
      restricted: body.restricted === true,
    });
    return user ? { status: 201, body: showUser(user) } : REFUSED;
  },
  'DELETE /admin/users/{username}': (state, { names: [login = ''], query }) => {
    const isMember = state.teams.some(({ members }) => members.has(login));
    if (isMember && query.get('purge') !== 'true') return REFUSED;
    return state.deleteUser(login) ? DONE : NOT_FOUND;
  },
  'GET /users/{username}/keys': (state, { names: [login], query }) => {
    if (!findUser(state, login)) return NOT_FOUND;
    const asked = query.get('fingerprint');
    const keys = state.keys.filter(({ owner }) => owner === login);
    const found = keys.filter(({ fingerprint }) => asked === null || fingerprint === asked);
    return page(found.map(showKey), query);
  },
  'POST /admin/users/{username}/keys': (state, { names: [login = ''], body }) => {
    if (!findUser(state, login)) return REFUSED;
    const key = state.addKey(login, text(body.title), text(body.key));
    return key ? { status: 201, body: showKey(key) } : REFUSED;
  },
  'GET /orgs/{org}': (state, { names: [name] }) => {
    const found = findOrganization(state, name);
    return found ? { status: 200, body: found } : NOT_FOUND;
  },
  'POST /orgs': (state, { body }) => {
    const made = state.addOrganization(text(body.username));
    return made ? { status: 201, body: made } : REFUSED;
  },
  'GET /orgs/{org}/teams': (state, { names: [organization = ''], query }) => {
    if (!findOrganization(state, organization)) return NOT_FOUND;
    const teams = state.teams.filter((team) => team.organization === organization);
    return page(teams.map(showTeam), query);
  },
  'POST /orgs/{org}/teams': (state, { names: [organization = ''], body }) => {
    const name = text(body.name);
    const taken = state.teams.some(
      (each) => each.organization === organization && each.name === name,
    );
    if (taken) return REFUSED;
    const permission = text(body.permission);
    const team = { id: state.nextId(), organization, name, permission, members: new Set<string>() };
    state.teams.push(team);
    return { status: 201, body: showTeam(team) };
  },
  'PUT /teams/{id}/members/{username}': (state, { names: [id, login = ''] }) => {
    const team = state.teams.find((each) => String(each.id) === id);
    if (!team || !findUser(state, login)) return NOT_FOUND;
    team.members.add(login);
    return DONE;
  },
  'GET /orgs/{org}/repos': (state, { names: [organization = ''], query }) => {
    if (!findOrganization(state, organization)) return NOT_FOUND;
    const names = [...state.repositories.keys()].filter((name) =>
      name.startsWith(`${organization}/`),
    );
    return page(
      names.map((name) => showRepository(state, name)),
      query,
    );
  },
  'POST /orgs/{org}/repos': (state, { names: [organization = ''], body }) => {
    const fullName = `${organization}/${text(body.name)}`;
    if (!findOrganization(state, organization)) return NOT_FOUND;
    if (state.repositories.has(fullName)) return { status: 400, body: REFUSED.body };
    const defaultBranch = text(body.default_branch);
    state.repositories.set(fullName, { id: state.nextId(), defaultBranch });
    return { status: 201, body: showRepository(state, fullName) };
  },
  'GET /repos/{owner}/{repo}': (state, { names }) => {
    const fullName = names.join('/');
    if (!state.repositories.has(fullName)) return NOT_FOUND;
    return { status: 200, body: showRepository(state, fullName) };
  },
};
