import { labName } from '@onbench/protocol/names';
import { z } from 'zod';
import type { App, ServerContext } from '../context.ts';
import { credentialOf, requireToken } from './bearer.ts';
import { NOT_FOUND, REFUSAL_RESPONSES } from './refusals.ts';
import { metadataRepository, sshUrl, wireMetadataRepository } from './workstation-access.ts';

const params = z.object({ lab: labName });

const repositoryList = z.object({
  repositories: z.array(
    z.object({
      repository_identifier: z.string(),
      ssh_url: z.string(),
      https_url: z.string(),
      default_branch: z.string(),
      description: z.string(),
    }),
  ),
});

/** What a lab's workstations can clone. Another lab's token sees as much as for a lab that does not exist. */
export function registerLabRepositories(app: App, context: ServerContext): void {
  app.get(
    '/api/v1/forgejo/labs/:lab/repositories',
    {
      onRequest: requireToken(context),
      schema: { params, response: { 200: repositoryList, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { lab } = request.params;
      if (credentialOf(request).lab !== lab) return reply.code(404).send(NOT_FOUND);
      const repositories = await context.gitHost.listRepositories(lab);
      return reply.code(200).send({
        repositories: repositories.map(({ identifier, defaultBranch, httpsUrl, description }) => ({
          repository_identifier: identifier,
          ssh_url: sshUrl(lab, identifier),
          https_url: httpsUrl,
          default_branch: defaultBranch,
          description,
        })),
      });
    },
  );

  app.get(
    '/api/v1/forgejo/labs/:lab/default-metadata-repo',
    {
      onRequest: requireToken(context),
      schema: { params, response: { 200: wireMetadataRepository, ...REFUSAL_RESPONSES } },
    },
    async (request, reply) => {
      const { lab } = request.params;
      const own = credentialOf(request).lab === lab;
      const repository = own ? await metadataRepository(context.gitHost, lab) : null;
      if (!repository) return reply.code(404).send(NOT_FOUND);
      return reply.code(200).send(repository);
    },
  );
}
