import { ADMIN_LABS_PATH, addLabRequest, labList } from '@onbench/protocol/admin-api';
import { addLab, ensureDefaultRepositories } from '../../accounts/labs.ts';
import { listLabs } from '../../accounts/list-labs.ts';
import type { App, ServerContext } from '../../context.ts';
import { approverOf } from '../approver.ts';
import { perMinute } from '../rate-limits.ts';
import { REFUSAL_RESPONSES } from '../refusals.ts';
import { labExists } from './admin-refusals.ts';
import { administratorOf, requireServerAdministrator } from './administrator.ts';

/** The labs of the server, for those who look after it. Each answer is the whole list as it is then. */
export function registerLabs(app: App, context: ServerContext): void {
  const { db, clock, gitHost } = context;
  const onRequest = requireServerAdministrator(app, context);
  const describe = async () => {
    const labs = await listLabs(db);
    return {
      labs: labs.map(({ createdAt, ...lab }) => ({ ...lab, created_at: createdAt.toISOString() })),
    };
  };
  app.get(
    ADMIN_LABS_PATH,
    { onRequest, schema: { response: { 200: labList, ...REFUSAL_RESPONSES } } },
    async (_request, reply) => reply.code(200).send(await describe()),
  );
  app.post(
    ADMIN_LABS_PATH,
    {
      config: { rateLimit: perMinute(60) },
      onRequest,
      schema: { body: addLabRequest, response: { 201: labList, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { name } = request.body;
      if (!(await addLab(db, clock, name, approverOf(request).agent)))
        return reply.code(409).send(labExists(name));
      await ensureDefaultRepositories(db, gitHost);
      request.log.info({ lab: name, by: administratorOf(request).email }, 'lab added');
      return reply.code(201).send(await describe());
    },
  );
}
