import dbus from '@particle/dbus-next';

const SERVICE = 'org.freedesktop.Secret.Service';
/** What gnome-keyring itself uses at log-in. */
const UNLOCKING = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface';

/** Unlocks a collection of a gnome-keyring with its password, without a prompt. */
export async function unlockKeyring(
  busAddress: string,
  collection: string,
  password: string,
): Promise<void> {
  const bus = dbus.sessionBus({ busAddress });
  const service = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets' };
  try {
    const opened = await bus.call(
      new dbus.Message({
        ...service,
        interface: SERVICE,
        member: 'OpenSession',
        signature: 'sv',
        body: ['plain', new dbus.Variant('s', '')],
      }),
    );
    const secret = [opened?.body[1], Buffer.alloc(0), Buffer.from(password), 'text/plain'];
    await bus.call(
      new dbus.Message({
        ...service,
        interface: UNLOCKING,
        member: 'UnlockWithMasterPassword',
        signature: 'o(oayays)',
        body: [collection, secret],
      }),
    );
  } finally {
    bus.disconnect();
  }
}
