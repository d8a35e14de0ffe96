/** One thing that the server works with. */
export interface ReadinessCheck {
  readonly name: string;
  /** Without an essential one no request can be answered; without another, some are answered more slowly. */
  readonly isEssential: boolean;
  isWell(): Promise<boolean> | boolean;
}

export interface ReadinessReport {
  readonly status: 'ready' | 'degraded' | 'unavailable' | 'draining';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/** A check that takes longer has failed: whoever asks wants to know now. */
const CHECK_TIMEOUT_MS = 2_000;

/** For so long one look serves everyone who asks: anybody may. */
const LOOK_LASTS_MS = 1_000;

/** Balancers ask far more often. */
const WATCHED_MS = 30_000;

/** Whether a balancer should send requests here. */
export class Readiness {
  readonly #checks: ReadinessCheck[];
  #look: { readonly at: number; readonly report: Promise<ReadinessReport> } | null = null;
  #isDraining = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(checks: readonly ReadinessCheck[]) {
    this.#checks = [...checks];
  }

  add(check: ReadinessCheck): void {
    this.#checks.push(check);
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Whether somebody who asks here stands between the workstations and this server. */
  get isWatched(): boolean {
    return performance.now() - this.#askedAt < WATCHED_MS;
  }

  /** From now on the answer is no, whatever is well: this server is about to stop. */
  drain(): void {
    this.#isDraining = true;
  }

  async report(): Promise<ReadinessReport> {
    const now = performance.now();
    this.#askedAt = now;
    if (!this.#look || now - this.#look.at > LOOK_LASTS_MS) {
      this.#look = { at: now, report: lookAt(this.#checks) };
    }
    const report = await this.#look.report;
    return this.#isDraining ? { ...report, status: 'draining' } : report;
  }
}

async function lookAt(checks: readonly ReadinessCheck[]): Promise<ReadinessReport> {
  const results = await Promise.all(
    checks.map(async (check) => ({ ...check, isWell: await isWellInTime(check) })),
  );
  const failed = results.filter(({ isWell }) => !isWell);
  const isUnavailable = failed.some(({ isEssential }) => isEssential);
  return {
    status: isUnavailable ? 'unavailable' : failed.length > 0 ? 'degraded' : 'ready',
    checks: Object.fromEntries(results.map(({ name, isWell }) => [name, isWell ? 'ok' : 'failed'])),
  };
}

async function isWellInTime(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check.isWell(), tooLate]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
