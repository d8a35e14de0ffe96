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

/** The RomM dialect (protocol.md section 2), in a scope of its own: its errors have another shape. */
export async function registerRomm(app: App, shared: ServerContext): Promise<void> {
  const context = { ...shared, grants: createGrantStore(shared.db, shared.clock, ['romm']) };
  await app.register(async (scope: App) => {
    scope.setErrorHandler(handleRommError);
    scope.decorateRequest('caller', null);
    registerRommInit(scope, context);
    registerRommToken(scope, context);
    registerRommPending(scope, context);
    registerRommApprove(scope, context);
    registerRommDeny(scope, context);
    registerRommMe(scope, context);
    registerRommDevices(scope, context);
    registerRommClientTokens(scope, context);
  });
}
