/** A limit for each address. They are wide: one lab is often one address (design.md, "The server"). */
export function perMinute(max: number) {
  return { max, timeWindow: 60_000 };
}
