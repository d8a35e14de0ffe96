import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import type { AuthorityProblem, ProxySetting } from '../../shared/network-settings.ts';
import type {
  ManagedSettings,
  PolicyFacts,
  PolicyFault,
  PolicyProblem,
} from '../../shared/policy.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { type AddedTrust, parseCertificateAuthority } from '../api/certificate-authority.ts';
import { type PolicySurroundings, policyPlace } from './policy-path.ts';
import { type Policy, policySchema } from './policy-schema.ts';
import { readProtectedFile, type TrustedOwners } from './read-protected-file.ts';

const ROOT = 0;

/** What the lab decided, ready to be obeyed. Null where it leaves the decision to the technician. */
export interface LabPolicy {
  readonly path: string;
  readonly settings: ManagedSettings;
  readonly allowedLabs: readonly string[] | null;
  readonly proxy: ProxySetting | null;
  readonly trust: AddedTrust | null;
}

/** `none` only where there is no file: whatever else is wrong with one ends in `broken`, which enrolls nobody. */
export type PolicyReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'managed'; readonly policy: LabPolicy }
  | { readonly kind: 'broken'; readonly problem: PolicyProblem };

/** Reads the policy once, when the program starts. */
export async function readPolicy(
  surroundings: PolicySurroundings,
  nowMs: number,
): Promise<PolicyReading> {
  const { path, ownUid } = policyPlace(surroundings);
  const owners = ownUid === null ? [ROOT] : [ROOT, ownUid];
  const text = await readProtectedFile(path, owners);
  if (!text.ok) return isMissing(text.failure) ? { kind: 'none' } : broken(path, text.failure);
  const policy = parsePolicy(text.value);
  if (!policy.ok) return broken(path, policy.failure);
  const trust = await readTrust(policy.value, owners, nowMs);
  if (!trust.ok) return { kind: 'broken', problem: trust.failure };
  return { kind: 'managed', policy: labPolicy(path, policy.value, trust.value) };
}

/** The window's part of it. */
export function policyFacts(reading: PolicyReading): PolicyFacts {
  if (reading.kind !== 'managed') return reading;
  const { path, settings } = reading.policy;
  return { kind: 'managed', path, settings };
}

export function parsePolicy(text: string): Result<Policy, PolicyFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed({ kind: 'not-json' });
  }
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknownKey].join('.') || 'the file as a whole';
  return failed({ kind: 'bad-field', field, reason: issue?.message ?? '' });
}

function labPolicy(path: string, policy: Policy, trust: AddedTrust | null): LabPolicy {
  return {
    path,
    settings: {
      apiBaseUrl: policy.apiBaseUrl ? canonical(policy.apiBaseUrl) : null,
      hideOpenPage: policy.hideOpenPage,
      supportContact: policy.supportContact ?? null,
      language: policy.language ?? null,
    },
    allowedLabs: policy.allowedLabs ?? null,
    proxy: proxyOf(policy.proxy),
    trust,
  };
}

/** As a typed address comes out of its check: only like can be compared with like. */
function canonical({ url, required }: NonNullable<Policy['apiBaseUrl']>) {
  const parsed = parseApiBaseUrl(url);
  return { url: parsed.ok ? parsed.value : url, required };
}

function proxyOf(proxy: string | undefined): ProxySetting | null {
  if (proxy === undefined) return null;
  return proxy === 'system' || proxy === 'none' ? { kind: proxy } : { kind: 'manual', url: proxy };
}

async function readTrust(
  { caFile, apiBaseUrl }: Policy,
  owners: TrustedOwners,
  nowMs: number,
): Promise<Result<AddedTrust | null, PolicyProblem>> {
  if (caFile === undefined || apiBaseUrl === undefined) return ok(null);
  const text = await readProtectedFile(caFile, owners);
  if (!text.ok) return failed({ path: caFile, fault: text.failure });
  const authority = parseCertificateAuthority(text.value, nowMs);
  if (authority.ok) {
    return ok({ host: new URL(apiBaseUrl.url).hostname, authority: authority.value });
  }
  const reason = UNFIT_FOR_TRUST[authority.failure];
  return failed({ path: caFile, fault: { kind: 'bad-field', field: 'caFile', reason } });
}

const UNFIT_FOR_TRUST: Record<AuthorityProblem, string> = {
  'not-readable': 'cannot be read',
  'too-large': 'larger than 64 kB',
  'no-certificate': 'no certificate in PEM',
  'holds-private-key': 'holds a private key',
  'too-many': 'more than 8 certificates',
  'not-an-authority': 'not a certificate authority',
  'not-valid-now': 'not valid today',
  weak: 'RSA below 2048 bits, or a signature with SHA-1',
  constrained: 'name constraints, which Onbench cannot keep',
  'no-root': 'the root of the authority is missing',
};

/** The file may be missing, never what it names. */
function isMissing(fault: PolicyFault): boolean {
  return fault.kind === 'not-readable' && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR');
}

function broken(path: string, fault: PolicyFault): PolicyReading {
  return { kind: 'broken', problem: { path, fault } };
}
