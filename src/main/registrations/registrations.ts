import {
  type BegunOperation,
  type LabRepository,
  NO_REGISTRATIONS,
  type RegistrationFailure,
  type RegistrationRefusal,
  type RegistrationsState,
  type RemovalPlan,
} from '../../shared/registrations.ts';
import { failed, type Result } from '../../shared/result.ts';

/** Owns what is known of this workstation's labs; at most one operation on them runs at a time. */
export class Registrations {
  get state(): RegistrationsState {
    return NO_REGISTRATIONS;
  }

  /** Follows every later state; the returned function stops following. */
  subscribe(_listener: (state: RegistrationsState) => void): () => void {
    return () => undefined;
  }

  async refresh(): Promise<void> {}

  testConnection(_lab: string): BegunOperation {
    return failed('unknown-lab');
  }

  reOnboard(_lab: string): BegunOperation {
    return failed('unknown-lab');
  }

  repair(_lab: string): BegunOperation {
    return failed('unknown-lab');
  }

  switchTo(_lab: string): BegunOperation {
    return failed('unknown-lab');
  }

  async planRemoval(_lab: string): Promise<Result<RemovalPlan, RegistrationRefusal>> {
    return failed('unknown-lab');
  }

  revoke(_lab: string, _alsoClones: boolean): BegunOperation {
    return failed('unknown-lab');
  }

  removeLocally(_lab: string, _alsoClones: boolean): BegunOperation {
    return failed('unknown-lab');
  }

  async listRepositories(
    _lab: string,
  ): Promise<Result<readonly LabRepository[], RegistrationRefusal | RegistrationFailure>> {
    return failed('unknown-lab');
  }

  clone(_lab: string, _repository: string): BegunOperation {
    return failed('unknown-lab');
  }

  cancel(): void {}

  dismiss(): void {}

  /** Where the lab's own server is, for enrolling again. */
  apiBaseUrlOf(_lab: string): Result<string, RegistrationRefusal | 'server-unknown'> {
    return failed('unknown-lab');
  }
}
