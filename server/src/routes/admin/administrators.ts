import {
  ADMIN_ADMINISTRATORS_PATH,
  type AdministratorSummary,
  addAdministratorRequest,
  addedAdministrator,
  administratorList,
  administratorRights,
} from '@onbench/protocol/admin-api';
import type { ApiError } from '@onbench/protocol/approval-api';
import { z } from 'zod';
import {
  type AdministratorRights,
  changeRights,
  type ListedAdministrator,
  listAdministrators,
  type RightsOutcome,
  removeAdministrator,
} from '../../accounts/administrator-rights.ts';
import { addAdministrator } from '../../accounts/administrators.ts';
import { generatePassword } from '../../accounts/generate-password.ts';
import type { App, ServerContext } from '../../context.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import {
  ADMINISTRATOR_EXISTS,
  ADMINISTRATOR_NOT_FOUND,
  LAST_ADMINISTRATOR,
  labsUnknown,
} from './admin-refusals.ts';
import {
  administratorOf,
  requireFreshServerAdministrator,
  requireServerAdministrator,
} from './administrator.ts';

const ADMINISTRATOR_PATH = `${ADMIN_ADMINISTRATORS_PATH}/:id`;
const params = z.object({ id: z.uuid() });

/** Who decides for which labs and what each may grant, for those who look after the server. */
export function registerAdministrators(app: App, context: ServerContext): void {
  app.get(
    ADMIN_ADMINISTRATORS_PATH,
    {
      onRequest: requireServerAdministrator(app, context),
      schema: { response: { 200: administratorList, ...REFUSAL_RESPONSES } },
    },
    async (_request, reply) => reply.code(200).send(await listAll(context)),
  );
  registerAdd(app, context);
  registerChange(app, context);
  registerRemove(app, context);
}

function registerAdd(app: App, context: ServerContext): void {
  app.post(
    ADMIN_ADMINISTRATORS_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireFreshServerAdministrator(app, context),
      schema: {
        body: addAdministratorRequest,
        response: { 201: addedAdministrator, ...REFUSAL_RESPONSES },
      },
    },
    async (request, reply) => {
      const { db, clock, hasher } = context;
      const { email } = request.body;
      const password = generatePassword();
      const passwordHash = await hasher.hash(password);
      const account = { email, passwordHash, ...rightsOf(request.body) };
      const outcome = await addAdministrator(db, clock, account, approverOf(request).agent);
      if (outcome.kind === 'exists') return reply.code(409).send(ADMINISTRATOR_EXISTS);
      if (outcome.kind === 'unknown-labs') return reply.code(400).send(labsUnknown(outcome.labs));
      const { administrators } = await listAll(context);
      const administrator = administrators.find((each) => each.email === email.toLowerCase());
      if (!administrator) throw new Error('The administrator was not stored');
      request.log.info(
        { administrator: administrator.id, by: administratorOf(request).email },
        'administrator added',
      );
      const shown = context.signIn.passwords ? password.reveal() : null;
      return reply.code(201).send({ administrator, password: shown });
    },
  );
}

function registerChange(app: App, context: ServerContext): void {
  app.put(
    ADMINISTRATOR_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireFreshServerAdministrator(app, context),
      schema: {
        params,
        body: administratorRights,
        response: { 200: administratorList, ...REFUSAL_RESPONSES },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await changeRights(
        context.db,
        id,
        rightsOf(request.body),
        approverOf(request).agent,
      );
      const refused = refusalOf(outcome);
      if (refused) return reply.code(refused.status).send(refused.body);
      const rights = request.body;
      const by = administratorOf(request).email;
      request.log.info({ administrator: id, rights, by }, 'administrator changed');
      return reply.code(200).send(await listAll(context));
    },
  );
}

function registerRemove(app: App, context: ServerContext): void {
  app.delete(
    ADMINISTRATOR_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest: requireFreshServerAdministrator(app, context),
      schema: { params, response: { 200: administratorList, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const refused = refusalOf(
        await removeAdministrator(context.db, id, approverOf(request).agent),
      );
      if (refused) return reply.code(refused.status).send(refused.body);
      const by = administratorOf(request).email;
      request.log.info({ administrator: id, by }, 'administrator removed');
      return reply.code(200).send(await listAll(context));
    },
  );
}

function refusalOf(
  outcome: RightsOutcome,
): { readonly status: 400 | 404 | 409; readonly body: ApiError } | null {
  switch (outcome.kind) {
    case 'done':
      return null;
    case 'unknown-administrator':
      return { status: 404, body: ADMINISTRATOR_NOT_FOUND };
    case 'unknown-labs':
      return { status: 400, body: labsUnknown(outcome.labs) };
    case 'last-administrator':
      return { status: 409, body: LAST_ADMINISTRATOR };
  }
}

function rightsOf(body: z.infer<typeof administratorRights>): AdministratorRights {
  const { labs, may_grant, server_administrator } = body;
  return {
    labs,
    mayGrant: [...new Set(may_grant)],
    serverAdministrator: server_administrator,
  };
}

async function listAll({ db }: ServerContext): Promise<{ administrators: AdministratorSummary[] }> {
  return { administrators: (await listAdministrators(db)).map(describeAdministrator) };
}

function describeAdministrator(administrator: ListedAdministrator): AdministratorSummary {
  return {
    id: administrator.id,
    email: administrator.email,
    labs: [...administrator.labs],
    may_grant: [...administrator.mayGrant],
    server_administrator: administrator.serverAdministrator,
    created_at: administrator.createdAt.toISOString(),
  };
}
