import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PolicyProblem } from '../../../shared/policy.ts';
import { policyFaultSentence } from '../network-copy.ts';
import { type Fact, Facts } from './facts.tsx';

/** Stands in the place of the form: nothing may begin before the lab's word is known. */
export function PolicyBrokenCard({ problem }: { problem: PolicyProblem }): ReactNode {
  const { path, fault } = problem;
  const facts: Fact[] = [['File', path]];
  if (fault.kind === 'bad-field') facts.push(['Field', fault.field], ['Reason', fault.reason]);
  return (
    <div className="card stack failure" role="alert">
      <CircleAlert className="failure-icon" size={30} strokeWidth={1.75} aria-hidden="true" />
      <div className="stack tight">
        <h2>Your lab’s policy file cannot be used</h2>
        <p>{policyFaultSentence(fault)} Until it is corrected, this workstation does not enroll.</p>
      </div>
      <Facts facts={facts} />
      <div className="notice next-step">
        <h3>What to do next</h3>
        <p>
          Tell your administrator what is written here. Afterwards, close Onbench and open it again.
        </p>
      </div>
    </div>
  );
}
