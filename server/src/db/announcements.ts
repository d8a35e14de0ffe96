/** What is announced, each under the name of the table that changed (db/triggers.sql). */
export const CHANNELS = ['grants', 'ssh_keys'] as const;

export type Channel = (typeof CHANNELS)[number];

export interface Listener {
  /** The row of this name changed, and the change is committed. */
  changed(name: string): void;
  /** Some changes may have been missed: whatever was remembered is not known any more. */
  missed(): void;
}

/**
 * Changes that any server commits, announced to all of them by triggers in the transaction of the change: no code can
 * forget to announce, and nothing is announced that did not happen.
 */
export interface Announcements {
  /** Gives what ends the listening. */
  listen(channel: Channel, listener: Listener): () => void;
  /** Whether every change arrives. While it is false, only the database knows. */
  readonly isComplete: boolean;
}
