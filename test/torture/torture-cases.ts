import { fileFaults } from './file-faults.ts';
import type { TortureCase } from './torture-case.ts';

/** In the order of the summary table. */
export const TORTURE_CASES: readonly TortureCase[] = [fileFaults];
