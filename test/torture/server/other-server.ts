import { eq } from 'drizzle-orm';
import { addLab } from '../../../server/src/accounts/labs.ts';
import { OPERATOR_AGENT } from '../../../server/src/audit/agent.ts';
import { systemClock } from '../../../server/src/clock.ts';
import type { OpenDatabase } from '../../../server/src/db/database.ts';
import { openPostgres } from '../../../server/src/db/open-postgres.ts';
import { grants } from '../../../server/src/db/schema.ts';
import {
  createGrantStore,
  type GrantApproval,
  type GrantStore,
  LAB_DIALECTS,
} from '../../../server/src/grants/grant-store.ts';
import { PendingGrants } from '../../../server/src/grants/pending-grants.ts';
import { ADA } from '../../support/agents.ts';

export const APPROVAL: GrantApproval = {
  lab: 'NMGRL',
  technicianEmail: 'tech@example.org',
  scopes: ['workstations:register_ssh_key'],
  deviceName: null,
  credentialLifetime: '90d',
  reason: null,
};

/** What of another server on the same database decides and remembers, in this process. */
export class OtherServer {
  readonly url: string;
  readonly database: OpenDatabase;
  readonly grants: GrantStore;
  readonly pending: PendingGrants;

  private constructor(url: string, database: OpenDatabase) {
    this.url = url;
    this.database = database;
    this.grants = createGrantStore(database.db, systemClock, LAB_DIALECTS);
    this.pending = new PendingGrants(database.announcements, systemClock);
  }

  static async open(url: string): Promise<OtherServer> {
    const database = await openPostgres(url, (error) => {
      throw error;
    });
    await addLab(database.db, systemClock, APPROVAL.lab ?? '', OPERATOR_AGENT);
    return new OtherServer(url, database);
  }

  async approve(deviceCodeHash: string, lab = APPROVAL.lab): Promise<void> {
    const { db } = this.database;
    const [grant] = await db.select().from(grants).where(eq(grants.deviceCodeHash, deviceCodeHash));
    const approved = grant && (await this.grants.approve(grant.id, { ...APPROVAL, lab }, ADA));
    if (!approved) throw new Error('Nothing was approved');
  }

  async close(): Promise<void> {
    this.pending.close();
    await this.database.close();
  }
}
