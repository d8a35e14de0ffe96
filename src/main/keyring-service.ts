/** Fixed: the lab's software looks there (protocol.md section 4). A trial keeps away from it. */
const KEYRING_SERVICE = 'pychron.cloud';
const TRIAL_KEYRING_SERVICE = 'pychron.cloud (trial)';

/** Under which name the keyring holds tokens. */
export function keyringServiceFor(trialHome: string | null): string {
  return trialHome === null ? KEYRING_SERVICE : TRIAL_KEYRING_SERVICE;
}
