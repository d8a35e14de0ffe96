import { openPglite } from '../../server/src/db/open-pglite.ts';
import { describeAudit } from './audit-contract.ts';

describeAudit('PGlite', () => openPglite());
