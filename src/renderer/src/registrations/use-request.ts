import { useState } from 'react';
import type { RegistrationRefusal } from '../../../shared/registrations.ts';
import type { Result } from '../../../shared/result.ts';

export type Refusal = RegistrationRefusal | 'server-unknown';

/** Takes what main answers to a request that begins something. */
export type Request = (begun: Promise<Result<undefined, Refusal>>) => Promise<void>;

/** Keeps the reason when a request cannot be begun. How it goes on is in main's state. */
export function useRequest(): { readonly refusal: Refusal | null; readonly request: Request } {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const request: Request = async (begun) => {
    const result = await begun;
    setRefusal(result.ok ? null : result.failure);
  };
  return { refusal, request };
}
