import { type ParseArgsConfig, parseArgs } from 'node:util';
import { failed, ok, type Result } from '../../shared/result.ts';

interface Common {
  /** One JSON event a line instead of text for people. */
  readonly json: boolean;
  /** Absolute path of a folder in place of the person's home; null for the real thing. */
  readonly trialHome: string | null;
}

export interface EnrollCommand extends Common {
  readonly kind: 'enroll';
  /** Null where the lab's policy is to name it. */
  readonly apiBaseUrl: string | null;
  readonly acceptWarnings: boolean;
  /** `SHA256:…` of a changed git host's key that may be trusted. */
  readonly trustHostKey: string | null;
  readonly printRecoveryToken: boolean;
  readonly qr: boolean;
}

interface OfLab extends Common {
  /** Null for the current one. */
  readonly lab: string | null;
}

export interface RevokeCommand extends OfLab {
  readonly kind: 'revoke';
  /** Asks nothing. */
  readonly yes: boolean;
  /** Without the server: for when it cannot be reached. */
  readonly hereAlone: boolean;
}

export type WorkCommand =
  | EnrollCommand
  | (Common & { readonly kind: 'status' })
  | (OfLab & { readonly kind: 'test' })
  | RevokeCommand;

export type Command = WorkCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

const COMMON = {
  json: { type: 'boolean' },
  'trial-home': { type: 'string' },
} as const;

const OPTIONS = {
  enroll: {
    'api-base-url': { type: 'string' },
    'accept-warnings': { type: 'boolean' },
    'trust-host-key': { type: 'string' },
    'print-recovery-token': { type: 'boolean' },
    qr: { type: 'boolean' },
  },
  status: {},
  test: { lab: { type: 'string' } },
  revoke: { lab: { type: 'string' }, yes: { type: 'boolean' }, 'here-alone': { type: 'boolean' } },
} as const satisfies Record<WorkCommand['kind'], ParseArgsConfig['options']>;

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** What is to be done, or what is wrong with the command line, in words. */
export function parseCommandLine(argv: readonly string[]): Result<Command, string> {
  if (argv.includes('--help') || argv.includes('-h') || argv[0] === 'help')
    return ok({ kind: 'help' });
  if (argv.includes('--version')) return ok({ kind: 'version' });
  const [name, ...args] = argv;
  if (name === undefined) return failed('Say what to do.');
  if (!isCommand(name)) return failed(`There is no command “${name}”.`);
  try {
    return commandOf(name, args);
  } catch (error) {
    // What parseArgs says of an unknown option or a missing value is meant for people.
    if (error instanceof TypeError) return failed(`${error.message.replace(/\.$/, '')}.`);
    throw error;
  }
}

function isCommand(name: string): name is WorkCommand['kind'] {
  return Object.hasOwn(OPTIONS, name);
}

function commandOf(kind: WorkCommand['kind'], args: string[]): Result<Command, string> {
  const { values } = parseArgs({ args, options: { ...COMMON, ...OPTIONS[kind] }, strict: true });
  const isSet = (name: string) => values[name as keyof typeof values] === true;
  const text = (name: string) => {
    const value: unknown = values[name as keyof typeof values];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const common = { json: isSet('json'), trialHome: text('trial-home') };
  switch (kind) {
    case 'enroll': {
      const trustHostKey = text('trust-host-key');
      if (trustHostKey !== null && !FINGERPRINT.test(trustHostKey)) {
        return failed(
          '--trust-host-key takes a whole fingerprint, such as SHA256:… with 43 characters.',
        );
      }
      return ok({
        kind,
        ...common,
        apiBaseUrl: text('api-base-url'),
        acceptWarnings: isSet('accept-warnings'),
        trustHostKey,
        printRecoveryToken: isSet('print-recovery-token'),
        qr: isSet('qr'),
      });
    }
    case 'status':
      return ok({ kind, ...common });
    case 'test':
      return ok({ kind, ...common, lab: text('lab') });
    case 'revoke':
      return ok({
        kind,
        ...common,
        lab: text('lab'),
        yes: isSet('yes'),
        hereAlone: isSet('here-alone'),
      });
  }
}
