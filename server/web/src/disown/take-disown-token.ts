import { Secret } from '@onbench/protocol/secret';

/** Takes the token of a letter's link out of the address bar, so that it stays in no history entry or bookmark. */
export function takeDisownToken(location: Location, history: History): Secret {
  const token = location.hash.slice(1, 100);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return new Secret(token);
}
