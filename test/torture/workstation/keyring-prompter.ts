import dbus, { type MessageBus } from '@particle/dbus-next';

const NAME = 'org.gnome.keyring.SystemPrompter';
const PATH = '/org/gnome/keyring/Prompter';
const PROMPTER = 'org.gnome.keyring.internal.Prompter';

/** How the person before the screen meets the question for the keyring's password. */
export type Answer = 'none' | 'dismissal';

export interface KeyringPrompter {
  /** How many questions were put. */
  readonly asked: number;
  stop(): void;
}

/** Takes the place of the desktop's dialog: gnome-keyring asks whoever has its name on the bus. */
export async function startKeyringPrompter(
  busAddress: string,
  answer: Answer,
): Promise<KeyringPrompter> {
  const bus = dbus.sessionBus({ busAddress });
  let asked = 0;
  class Prompter extends dbus.interface.Interface {
    BeginPrompting(callback: string): void {
      // The daemon listens for this only once the call itself has returned.
      setImmediate(() => answerCallback(bus, callback, ''));
    }

    PerformPrompt(callback: string): void {
      asked += 1;
      if (answer === 'dismissal') answerCallback(bus, callback, 'no');
    }

    StopPrompting(): void {}
  }
  Prompter.configureMembers({
    methods: {
      BeginPrompting: { inSignature: 'o' },
      PerformPrompt: { inSignature: 'osa{sv}s' },
      StopPrompting: { inSignature: 'o' },
    },
  });
  bus.export(PATH, new Prompter(PROMPTER));
  await bus.requestName(NAME, 0);
  return {
    get asked() {
      return asked;
    },
    stop: () => bus.disconnect(),
  };
}

function answerCallback(bus: MessageBus, path: string, reply: string): void {
  bus.send(
    new dbus.Message({
      destination: 'org.freedesktop.secrets',
      path,
      interface: `${PROMPTER}.Callback`,
      member: 'PromptReady',
      signature: 'sa{sv}s',
      body: [reply, {}, ''],
    }),
  );
}
