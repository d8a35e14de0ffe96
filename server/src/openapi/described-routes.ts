import { ADMINISTRATION_ROUTES } from './administration-routes.ts';
import { ANNOUNCEMENT_ROUTES } from './announcement-routes.ts';
import { APPROVAL_ROUTES } from './approval-routes.ts';
import { OAUTH_ROUTES } from './oauth-routes.ts';
import { OPERATION_ROUTES } from './operation-routes.ts';
import { ROMM_ROUTES } from './romm-routes.ts';
import type { RouteDescriptions } from './route-description.ts';
import { WORKSTATION_ROUTES } from './workstation-routes.ts';

/** Every route of the API. What is not among them, the pages and their files, is in no document. */
export const DESCRIBED_ROUTES: RouteDescriptions = {
  ...WORKSTATION_ROUTES,
  ...APPROVAL_ROUTES,
  ...ROMM_ROUTES,
  ...OAUTH_ROUTES,
  ...ADMINISTRATION_ROUTES,
  ...ANNOUNCEMENT_ROUTES,
  ...OPERATION_ROUTES,
};
