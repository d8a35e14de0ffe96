/** The account name of a key, as the API shows it: `bot-<lab>-<8 hex>`, the digits from the key's own fingerprint. */
export function botUsername(lab: string, fingerprint: string): string {
  const digest = Buffer.from(fingerprint.replace(/^SHA256:/, ''), 'base64');
  return `bot-${lab}-${digest.toString('hex').slice(0, 8)}`;
}
