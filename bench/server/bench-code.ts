/** What the device codes of the benchmark begin with; a number follows. */
export const BENCH_CODE = 'bench-device-code-of-the-usual-length-';
