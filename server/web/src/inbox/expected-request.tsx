import type { GrantSummary } from '@onbench/protocol/approval-api';
import { ForeignText } from '../parts/foreign-text.tsx';

/** Which request of the inbox is about to be decided, and why its code is asked for all the same. */
export function ExpectedRequest({ grant }: { readonly grant: GrantSummary }) {
  return (
    <p className="quiet">
      For the request of <ForeignText className="strong" text={grant.hostname} />. Anybody can give
      a machine that name: the code from its screen tells that this request is the one in front of
      somebody whom you trust. <a href="/inbox">Back to the inbox</a>
    </p>
  );
}
