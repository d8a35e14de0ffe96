import { parseArgs } from 'node:util';
import {
  AUDIT_FORMATS,
  type AuditFilter,
  type AuditFormat,
  auditFilter,
} from '@onbench/protocol/audit';
import { GRANTABLE_SCOPES, type GrantableScope } from '@onbench/protocol/grantable-scopes';
import { labName } from '@onbench/protocol/names';
import { clientId, clientName } from '@onbench/protocol/oauth';
import { z } from 'zod';
import type { ChainHead } from '../audit/chain.ts';
import { type Config, readConfig } from '../config.ts';
import { ForgejoError } from '../git-host/forgejo/forgejo-client.ts';
import { StartProblem } from '../start-problem.ts';
import {
  addAdministratorCommand,
  changePasswordCommand,
  changeRightsCommand,
  listAdministratorsCommand,
  removeAdministratorCommand,
} from './admin.ts';
import { exportAuditCommand, verifyAuditCommand } from './audit.ts';
import { bootstrapCommand } from './bootstrap.ts';
import { addClientCommand, listClientsCommand } from './client.ts';
import { addLabCommand } from './lab.ts';
import { serve } from './serve.ts';

const USAGE = `Usage:
  onbench-server                                 run the server (settings: see the README)
  onbench-server lab add LAB                     add a lab
  onbench-server admin add EMAIL [RIGHTS]        add an administrator
  onbench-server admin set EMAIL [RIGHTS]        change what is given of an administrator's rights
  onbench-server admin passwd EMAIL              change an administrator's password
  onbench-server admin remove EMAIL              remove an administrator, with their own devices
  onbench-server admin list                      e-mail, labs, what they may grant, server-admin
  onbench-server client add ID --name NAME       register an OAuth client; administrators read its name
  onbench-server client list                     the registered OAuth clients: id, name, since when
  onbench-server audit verify [--since HEAD]     prove that no event of the audit log was changed or removed
  onbench-server audit export --format csv|jsonl the audit log on standard output; narrowed down by --from, --to,
                                                 --kind, --lab, --actor and --text
  onbench-server bootstrap LAB EMAIL             the first lab and its administrator, unless there are administrators

RIGHTS are, of an administrator:
  --lab LAB           administers this lab; repeat it for more, with admin set they replace those before
  --may-grant SCOPE   may give this scope to what they approve, and no other that is not named; without it, every scope
  --server-admin      adds labs and administrators on the page; --no-server-admin takes it back

Passwords are asked for, or read from standard input when it is not a terminal.
--generate-password makes one and prints it, alone, on standard output.`;

/** Values of sysexits.h, which service managers know. */
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

/** Whose second word is a part of the command. */
const GROUPS: readonly string[] = ['lab', 'admin', 'client', 'audit'];

class UsageError extends Error {}

/** Runs one command line and gives its exit code. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const outcome = readConfig(env);
  if (outcome.kind === 'invalid') {
    console.error('The settings are not valid:');
    for (const problem of outcome.problems) console.error(`  ${problem}`);
    return EXIT_CONFIG;
  }
  try {
    return await dispatch(args, outcome.config);
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${USAGE}`);
      return EXIT_USAGE;
    }
    // Anything else is printed as it came, for a report.
    const isForPeople = error instanceof StartProblem || error instanceof ForgejoError;
    console.error(isForPeople ? error.message : error);
    return 1;
  }
}

async function dispatch(args: readonly string[], config: Config): Promise<number> {
  const { positionals, values } = parse(args);
  const [first = 'serve', second, third] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const command = GROUPS.includes(first) ? `${first} ${second ?? ''}` : first;
  switch (command) {
    case 'serve':
      return await serve(config);
    case 'lab add':
      return await addLabCommand(config, lab(third));
    case 'admin add':
    case 'admin set':
    case 'admin passwd':
    case 'admin remove':
    case 'admin list':
      return await runAdminCommand(config, second, third, values);
    case 'client add':
      return await addClientCommand(config, {
        clientId: oauthClientId(third),
        name: oauthClientName(values.name),
      });
    case 'client list':
      return await listClientsCommand(config);
    case 'audit verify':
      return await verifyAuditCommand(config, chainHead(values.since));
    case 'audit export':
      return await exportAuditCommand(config, auditFormat(values.format), filterOf(values));
    case 'bootstrap':
      return await bootstrapCommand(config, lab(second), email(third));
    default:
      throw new UsageError(`There is no command ${positionals.join(' ')}.`);
  }
}

async function runAdminCommand(
  config: Config,
  verb: string | undefined,
  name: string | undefined,
  values: ReturnType<typeof parse>['values'],
): Promise<number> {
  if (verb === 'list') return await listAdministratorsCommand(config);
  const address = email(name);
  const generatePassword = values['generate-password'];
  if (verb === 'passwd') {
    return await changePasswordCommand(config, { email: address, generatePassword });
  }
  if (verb === 'remove') return await removeAdministratorCommand(config, address);
  const labs = values.lab?.map(lab);
  const mayGrant = values['may-grant']?.map(grantableScope);
  const serverAdministrator = values['server-admin'];
  return verb === 'set'
    ? await changeRightsCommand(config, address, {
        ...(labs && { labs }),
        ...(mayGrant && { mayGrant }),
        ...(serverAdministrator !== undefined && { serverAdministrator }),
      })
    : await addAdministratorCommand(config, {
        email: address,
        labs: labs ?? [],
        mayGrant,
        serverAdministrator: serverAdministrator ?? false,
        generatePassword,
      });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: {
        lab: { type: 'string', multiple: true },
        'may-grant': { type: 'string', multiple: true },
        'server-admin': { type: 'boolean' },
        name: { type: 'string' },
        since: { type: 'string' },
        format: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        kind: { type: 'string' },
        actor: { type: 'string' },
        text: { type: 'string' },
        'generate-password': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function lab(text: string | undefined): string {
  const parsed = labName.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError('A lab is named by letters, digits, - and _, such as NMGRL.');
}

function grantableScope(text: string): GrantableScope {
  const scope = GRANTABLE_SCOPES.find((each) => each === text);
  if (scope) return scope;
  throw new UsageError(`There is no scope ${text}. There are: ${GRANTABLE_SCOPES.join(', ')}.`);
}

function email(text: string | undefined): string {
  const parsed = z.email().max(254).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError('An administrator is named by an e-mail address.');
}

function oauthClientId(text: string | undefined): string {
  const parsed = clientId.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError('A client is named by letters, digits and . _ ~ -, such as lab-notebook.');
}

function oauthClientName(text: string | undefined): string {
  const parsed = clientName.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError('Give the name that administrators read, such as --name "Lab notebook".');
}

function chainHead(text: string | undefined): ChainHead | undefined {
  if (text === undefined) return undefined;
  const [, count, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (count !== undefined && hash !== undefined) return { count: Number(count), hash };
  throw new UsageError('--since takes a head as the server logged it: COUNT:HASH.');
}

function auditFormat(text: string | undefined): AuditFormat {
  const format = AUDIT_FORMATS.find((each) => each === text);
  if (format) return format;
  throw new UsageError('Give the format: --format csv or --format jsonl.');
}

function filterOf(values: ReturnType<typeof parse>['values']): AuditFilter {
  const { lab: labs, from, to, kind, actor, text } = values;
  const parsed = auditFilter.safeParse({ from, to, kind, lab: labs?.at(-1), actor, text });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `--${path.join('.')}: ${message}`,
  );
  throw new UsageError(problems.join('\n'));
}
