/** Closes a `switch` over a union: a kind that nobody handles does not compile. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled kind: ${JSON.stringify(value)}`);
}
