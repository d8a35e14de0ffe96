/**
 * Takes the code of a scanned link out of the address bar, so that it stays in no history entry, bookmark or referrer.
 * Gives an empty text where there is none.
 */
export function takeUserCodeFromAddress(location: Location, history: History): string {
  const userCode = new URLSearchParams(location.search).get('user_code') ?? '';
  if (location.search !== '') history.replaceState(null, '', location.pathname);
  return userCode.slice(0, 64);
}
