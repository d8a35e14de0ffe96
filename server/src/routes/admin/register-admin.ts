import type { App, ServerContext } from '../../context.ts';
import { registerAdministrators } from './administrators.ts';
import { registerDenyFromInbox } from './deny-from-inbox.ts';
import { registerAdminDevices } from './devices.ts';
import { registerEnrollmentDays } from './enrollment-days.ts';
import { registerExpected } from './expected.ts';
import { registerInbox } from './inbox.ts';
import { registerLabs } from './labs.ts';
import { registerRevokeDevices } from './revoke-devices.ts';

/** What the administrators' pages call. */
export function registerAdmin(app: App, context: ServerContext): void {
  registerAdminDevices(app, context);
  registerRevokeDevices(app, context);
  registerInbox(app, context);
  registerDenyFromInbox(app, context);
  registerExpected(app, context);
  registerEnrollmentDays(app, context);
  registerLabs(app, context);
  registerAdministrators(app, context);
}
