import type {
  AuthorityProblem,
  NetworkSettings,
  ProxyProblem,
  ProxySetting,
} from '../../shared/network-settings.ts';
import type { PolicyFault } from '../../shared/policy.ts';

/* The words of the network section and of a lab's policy. */

export const MANAGED = 'Managed by your lab';

export const PROXY_KINDS: Record<ProxySetting['kind'], { label: string; hint: string }> = {
  system: {
    label: 'As this system is set up',
    hint: 'The system’s proxy or proxy script, or none where it has none.',
  },
  manual: { label: 'This proxy', hint: 'An HTTP proxy without a sign-in.' },
  none: { label: 'No proxy', hint: 'Straight to the server, whatever the system says.' },
};

export const PROXY_PROBLEMS: Record<ProxyProblem, string> = {
  empty: 'Enter the address of the proxy, such as http://proxy.example.org:3128.',
  'not-a-url': 'This is no address of a proxy. Enter one like http://proxy.example.org:3128.',
  'not-http':
    'Enter an address that starts with http://. The way to the server is encrypted inside of it all the same.',
  'has-credentials':
    'Remove the user name and password. Onbench keeps none for a proxy: ask whoever looks after your network for a way without a sign-in.',
  'has-path': 'Remove everything after the port.',
  'no-port': 'Add the port, such as http://proxy.example.org:3128.',
};

export const AUTHORITY_PROBLEMS: Record<AuthorityProblem, string> = {
  'not-readable': 'This file cannot be read. Check that it is a file and that you may open it.',
  'too-large':
    'This file is too large for a certificate. Ask your administrator for the right one.',
  'no-certificate':
    'There is no certificate in this file. It has to be in PEM: a text that begins with BEGIN CERTIFICATE.',
  'holds-private-key':
    'There is a private key in this file. It was not used. Tell your administrator: that key should never leave their machine.',
  'too-many':
    'There are more certificates in this file than one lab has. Ask your administrator for the lab’s own.',
  'not-an-authority':
    'This is the certificate of a server, not of an authority. Ask your administrator for the authority’s certificate.',
  'not-valid-now':
    'This certificate is not valid today. Check the clock, then ask your administrator for a current one.',
  weak: 'This certificate has a key or a signature that can be forged today. Ask your administrator for a stronger one.',
  constrained:
    'This certificate has limits that Onbench does not know how to keep. Ask your administrator for one without name constraints.',
  'no-root':
    'The root of the authority is missing in this file. Ask your administrator for a file with the root in it.',
};

/** In half a line, for the idle screen. */
export function networkSummary({ proxy, authority }: NetworkSettings): string {
  const way = {
    system: 'as this system is set up',
    manual: `proxy ${proxy.kind === 'manual' ? proxy.url : ''}`,
    none: 'no proxy',
  }[proxy.kind];
  return authority ? `${way}, lab certificate for ${authority.host}` : way;
}

export function policyFaultSentence(fault: PolicyFault): string {
  switch (fault.kind) {
    case 'not-readable':
      return `It cannot be read (${fault.code}).`;
    case 'not-protected':
      return 'Somebody who does not administer this machine could have changed it: it or its folder has the wrong owner, or can be written by others.';
    case 'too-large':
      return 'It is far larger than a policy can be.';
    case 'not-json':
      return 'It is not in JSON: a comma, a quotation mark or a bracket is wrong.';
    case 'bad-field':
      return 'A field in it does not have the form that is needed.';
  }
}
