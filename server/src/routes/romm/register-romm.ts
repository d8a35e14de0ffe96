import type { App, ServerContext } from '../../context.ts';
import { createGrantStore } from '../../grants/grant-store.ts';
import { registerRommApprove } from './approve.ts';
import { registerRommClientTokens } from './client-tokens.ts';
import { registerRommDeny } from './deny.ts';
import { registerRommDevices } from './devices.ts';
import { registerRommInit } from './init.ts';
import { registerRommMe } from './me.ts';
import { registerRommPending } from './pending.ts';
import { handleRommError } from './romm-error-handler.ts';
import { registerRommToken } from './token.ts';

/** What devices call, in a scope of its own: the errors of the RomM dialect (protocol.md section 2) have another shape. */
export async function registerRommForMachines(app: App, shared: ServerContext): Promise<void> {
  const context = rommContext(shared);
  await app.register(async (scope: App) => {
    scope.setErrorHandler(handleRommError);
    registerRommInit(scope, context);
    registerRommToken(scope, context);
  });
}

/** The rest of the dialect: what people call, in a browser or with a token. */
export async function registerRommForPeople(app: App, shared: ServerContext): Promise<void> {
  const context = rommContext(shared);
  await app.register(async (scope: App) => {
    scope.setErrorHandler(handleRommError);
    scope.decorateRequest('caller', null);
    registerRommPending(scope, context);
    registerRommApprove(scope, context);
    registerRommDeny(scope, context);
    registerRommMe(scope, context);
    registerRommDevices(scope, context);
    registerRommClientTokens(scope, context);
  });
}

function rommContext(shared: ServerContext): ServerContext {
  return { ...shared, grants: createGrantStore(shared.db, shared.clock, ['romm']) };
}
