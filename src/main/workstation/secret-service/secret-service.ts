import { failed, ok, type Result } from '../../../shared/result.ts';

/** One method call at the freedesktop Secret Service. Rejects with a `DBusError`. */
export interface SecretServiceCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** D-Bus type signature of the body. */
  readonly signature: string;
  readonly body: readonly unknown[];
}

export type CallSecretService = (call: SecretServiceCall) => Promise<readonly unknown[]>;

/**
 * Gives `act` a connection of its own to the session bus, for so long: it never meets what an earlier daemon left
 * behind. Fails when there is no bus, no service, an error for an answer, or no answer in time. Names and attributes
 * travel over it, secrets never do: those are keytar's alone.
 */
export async function withSecretService<Value>(
  limitMs: number,
  act: (call: CallSecretService) => Promise<Value>,
): Promise<Result<Value, { readonly errorName: string }>> {
  let timer: NodeJS.Timeout | undefined;
  let disconnect = () => {};
  try {
    const { default: dbus } = await import('@particle/dbus-next');
    const bus = dbus.sessionBus({ busAddress: sessionBusAddress() });
    disconnect = () => bus.disconnect();
    const broken = new Promise<never>((_, reject) => {
      bus.on('error', reject);
      timer = setTimeout(() => reject(new Error('timed out')), limitMs);
    });
    const call: CallSecretService = async ({ body, ...target }) => {
      const message = { destination: 'org.freedesktop.secrets', ...target, body: [...body] };
      return (await bus.call(new dbus.Message(message)))?.body ?? [];
    };
    return ok(await Promise.race([act(call), broken]));
  } catch (error) {
    return failed({ errorName: errorNameOf(error) });
  } finally {
    clearTimeout(timer);
    disconnect();
  }
}

/** Where libsecret finds the bus, so that both talk to the same keyring. */
function sessionBusAddress(): string {
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR = '' } = process.env;
  return DBUS_SESSION_BUS_ADDRESS || `unix:path=${XDG_RUNTIME_DIR}/bus`;
}

/** A `DBusError` carries the name that the service gave the error. */
function errorNameOf(error: unknown): string {
  return error instanceof Error && 'type' in error ? String(error.type) : 'no-answer';
}
