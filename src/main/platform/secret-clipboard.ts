import type { Secret } from '@onbench/protocol/secret';
import { clipboard } from 'electron';

/** How long a copied secret stays on the clipboard (security.md K04). */
const CLEAR_AFTER_MS = 45_000;

/** Puts a secret on the clipboard and takes it off again, unless something else was copied in the meantime. */
export class SecretClipboard {
  #copied: Secret | null = null;
  #timer: NodeJS.Timeout | undefined;

  async copy(secret: Secret): Promise<void> {
    await clipboard.writeText(secret.reveal());
    this.#copied = secret;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.clear(), CLEAR_AFTER_MS);
  }

  /** At once: for the end of the app. */
  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    const copied = this.#copied;
    this.#copied = null;
    if (copied !== null && (await clipboard.readText()) === copied.reveal()) clipboard.clear();
  }
}
