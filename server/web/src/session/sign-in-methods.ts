/** How people may sign in here. */
export interface SignInMethods {
  readonly password: boolean;
  /** With the account of their organisation, by OpenID Connect. */
  readonly provider: boolean;
}

export const PASSWORD_ONLY: SignInMethods = { password: true, provider: false };

/** What the server has put into the page. A page that does not say asks for a password. */
export function readSignInMethods(document: Document): SignInMethods {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="onbench-sign-in"]');
  const named = meta?.content.split(' ') ?? [];
  const provider = named.includes('openid-connect');
  return { password: !provider || named.includes('password'), provider };
}
