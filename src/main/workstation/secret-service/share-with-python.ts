import { type CallSecretService, withSecretService } from './secret-service.ts';

/** `locked`: an item is there, but nobody may read or change it now. `failed`: whatever is there is as it was. */
export type Sharing = 'shared' | 'no-item' | 'locked' | 'failed';

/** Together with a keytar call it stays within that call's time limit (security.md K01). */
const TIME_LIMIT_MS = 1_500;

/** Python looks into the default collection only, and keytar stores there. */
const DEFAULT_COLLECTION = '/org/freedesktop/secrets/aliases/default';

const IS_LOCKED = 'org.freedesktop.Secret.Error.IsLocked';

/**
 * Makes keytar and Python's `keyring` library find one and the same item. keytar looks for `service` and `account`,
 * Python for `service` and `username`; each replaces an item's attributes by its own when it writes, so this is repeated
 * after every write of ours, and when keytar finds nothing. An item that only Python finds becomes the shared one; where
 * each has its own, keytar's stays (docs/keyring.md).
 */
export async function shareWithPython(service: string, account: string): Promise<Sharing> {
  // The macOS keychain knows both libraries' items by the same two names; Windows has no attributes to set.
  if (process.platform !== 'linux') return 'shared';
  const outcome = await withSecretService(TIME_LIMIT_MS, async (call): Promise<Sharing> => {
    const items = new Set([
      ...(await searchItems(call, { service, account })),
      ...(await searchItems(call, { service, username: account })),
    ]);
    const [kept, ...superseded] = items;
    if (kept === undefined) return 'no-item';
    await setAttributes(call, kept, sharedAttributes(service, account));
    for (const item of superseded) await deleteItem(call, item);
    return 'shared';
  });
  if (outcome.ok) return outcome.value;
  return outcome.failure.errorName === IS_LOCKED ? 'locked' : 'failed';
}

function sharedAttributes(service: string, account: string): Record<string, string> {
  return {
    service,
    account,
    username: account,
    // Python gives its items this one, and replaces only an item that has it.
    application: 'Python keyring library',
    // The schema that keytar asks for.
    'xdg:schema': 'org.freedesktop.Secret.Generic',
  };
}

async function searchItems(
  call: CallSecretService,
  attributes: Record<string, string>,
): Promise<readonly string[]> {
  const [paths] = await call({
    path: DEFAULT_COLLECTION,
    interface: 'org.freedesktop.Secret.Collection',
    member: 'SearchItems',
    signature: 'a{ss}',
    body: [attributes],
  });
  return Array.isArray(paths) ? paths.map(String) : [];
}

async function setAttributes(
  call: CallSecretService,
  item: string,
  attributes: Record<string, string>,
): Promise<void> {
  const { Variant } = (await import('@particle/dbus-next')).default;
  await call({
    path: item,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Set',
    signature: 'ssv',
    body: ['org.freedesktop.Secret.Item', 'Attributes', new Variant('a{ss}', attributes)],
  });
}

async function deleteItem(call: CallSecretService, item: string): Promise<void> {
  await call({
    path: item,
    interface: 'org.freedesktop.Secret.Item',
    member: 'Delete',
    signature: '',
    body: [],
  });
}
