import { openPglite } from '../../server/src/db/open-pglite.ts';
import { describeDeviceList } from './device-list-contract.ts';

describeDeviceList('PGlite', () => openPglite());
