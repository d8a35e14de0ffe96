import dbus, { type MessageBus } from '@particle/dbus-next';

const SECRET_SERVICE = 'org.freedesktop.Secret.Service';
/** What gnome-keyring itself uses at log-in. */
const UNLOCKING = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface';

type Call = (
  target: { readonly interface: string; readonly member: string },
  signature: string,
  body: readonly unknown[],
) => Promise<readonly unknown[]>;

/** Unlocks a collection of a gnome-keyring with its password, without a prompt. */
export async function unlockKeyring(
  busAddress: string,
  collection: string,
  password: string,
): Promise<void> {
  await withPlainSession(busAddress, async (call, session) => {
    const secret = [session, Buffer.alloc(0), Buffer.from(password), 'text/plain'];
    const unlock = { interface: UNLOCKING, member: 'UnlockWithMasterPassword' };
    await call(unlock, 'o(oayays)', [collection, secret]);
  });
}

/** The secrets of all entries with these attributes, by a client that is neither keytar nor Python. */
export async function readSecrets(
  busAddress: string,
  attributes: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  return withPlainSession(busAddress, async (call, session) => {
    const search = { interface: SECRET_SERVICE, member: 'SearchItems' };
    const [unlocked] = await call(search, 'a{ss}', [attributes]);
    const read = { interface: SECRET_SERVICE, member: 'GetSecrets' };
    const [secrets] = await call(read, 'aoo', [unlocked, session]);
    const found = Object.values(secrets as Record<string, [string, Buffer, Buffer, string]>);
    return found.map(([, , value]) => Buffer.from(value).toString());
  });
}

/** For a bus of a test's own: what travels over it is in the clear. */
async function withPlainSession<Value>(
  busAddress: string,
  act: (call: Call, session: unknown) => Promise<Value>,
): Promise<Value> {
  const bus = dbus.sessionBus({ busAddress });
  try {
    const call = callerOn(bus);
    const open = { interface: SECRET_SERVICE, member: 'OpenSession' };
    const [, session] = await call(open, 'sv', ['plain', new dbus.Variant('s', '')]);
    return await act(call, session);
  } finally {
    bus.disconnect();
  }
}

function callerOn(bus: MessageBus): Call {
  const service = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets' };
  return async (target, signature, body) => {
    const message = new dbus.Message({ ...service, ...target, signature, body: [...body] });
    return (await bus.call(message))?.body ?? [];
  };
}
