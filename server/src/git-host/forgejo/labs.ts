import { z } from 'zod';
import type { HostedRepository } from '../git-host.ts';
import { parseRepositoryName, type RepositoryName } from '../repository-name.ts';
import { type ForgejoClient, ForgejoError, unexpected } from './forgejo-client.ts';

/* A lab is an organisation of its name; the team in it reaches every repository of it, and its members are the bots. */

const TEAM = 'onbench-workstations';
const DEFAULT_BRANCH = 'main';

/** Of the 40 letters of a Forgejo account's name, `bot-` and `-01234567` are taken. */
const MAX_LAB_LENGTH = 27;

const organizationForm = z.object({ name: z.string() });
const teamsForm = z.array(z.object({ id: z.number(), name: z.string() }));
const repositoryForm = z.object({
  id: z.number(),
  name: z.string(),
  default_branch: z.string(),
  clone_url: z.string(),
  description: z.string().default(''),
});
const repositoriesForm = z.array(repositoryForm);

/** Makes the organisation and its team where they are missing, and gives the team's id. */
export async function ensureTeam(forgejo: ForgejoClient, lab: string): Promise<number> {
  await ensureOrganization(forgejo, lab);
  const path = `/orgs/${lab}/teams`;
  const present = await findTeam(forgejo, path);
  if (present !== null) return present;
  const reply = await forgejo.do('POST', path, [201, 422], {
    name: TEAM,
    description: 'The workstations that Onbench enrolled. Onbench keeps its members.',
    permission: 'write',
    includes_all_repositories: true,
    can_create_org_repo: false,
    units: ['repo.code'],
    units_map: { 'repo.code': 'write' },
  });
  // Refused because another server made it in this moment, or for good.
  const made = await findTeam(forgejo, path);
  if (made === null) throw unexpected(reply, 'POST', path);
  return made;
}

export async function joinTeam(
  forgejo: ForgejoClient,
  team: number,
  username: string,
): Promise<void> {
  await forgejo.do('PUT', `/teams/${team}/members/${username}`, [204]);
}

/** A private repository with a first commit, so that a clone has the branch that the API names. */
export async function ensureRepository(
  forgejo: ForgejoClient,
  { lab, name }: RepositoryName,
): Promise<void> {
  await ensureTeam(forgejo, lab);
  const exists = async () => (await forgejo.find(`/repos/${lab}/${name}`, repositoryForm)) !== null;
  if (await exists()) return;
  const path = `/orgs/${lab}/repos`;
  const reply = await forgejo.send('POST', path, {
    name,
    private: true,
    auto_init: true,
    default_branch: DEFAULT_BRANCH,
  });
  if (reply.status !== 201 && !(await exists())) throw unexpected(reply, 'POST', path);
}

export async function listRepositories(
  forgejo: ForgejoClient,
  lab: string,
): Promise<readonly HostedRepository[]> {
  const repositories = await forgejo.list(`/orgs/${lab}/repos`, repositoriesForm);
  return repositories
    .filter(({ name }) => parseRepositoryName(`${lab}/${name}`) !== null)
    .map(({ name, default_branch, clone_url, description }) => ({
      identifier: `${lab}/${name}`,
      defaultBranch: default_branch,
      httpsUrl: clone_url,
      description,
    }))
    .toSorted((one, other) => (one.identifier < other.identifier ? -1 : 1));
}

async function ensureOrganization(forgejo: ForgejoClient, lab: string): Promise<void> {
  if (lab.length > MAX_LAB_LENGTH) {
    throw new ForgejoError(`${lab} is too long a name for Forgejo: ${MAX_LAB_LENGTH} letters fit.`);
  }
  const find = async () => await forgejo.find(`/orgs/${lab}`, organizationForm);
  let organization = await find();
  if (!organization) {
    const body = { username: lab, visibility: 'private' };
    const reply = await forgejo.do('POST', '/orgs', [201, 422], body);
    organization = await find();
    if (!organization) throw unexpected(reply, 'POST', '/orgs');
  }
  // To Forgejo two names that differ in case are one: the repositories of one lab would be the other's.
  if (organization.name !== lab) {
    throw new ForgejoError(
      `Forgejo has an organisation ${organization.name}. Rename it to ${lab}, or the lab.`,
    );
  }
}

async function findTeam(forgejo: ForgejoClient, path: string): Promise<number | null> {
  const teams = await forgejo.list(path, teamsForm);
  return teams.find(({ name }) => name === TEAM)?.id ?? null;
}
