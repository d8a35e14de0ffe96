/*
 * Loaded before a process begins (`NODE_OPTIONS=--import …`): its wall clock is wrong by CLOCK_SKEW_MS from then on, as
 * that of a machine that nobody set.
 */
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);
const rightNow = Date.now;
const now = () => rightNow() + skewMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
