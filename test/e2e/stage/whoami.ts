/** What the server says to a bearer of this token: the status, and who it is. */
export async function whoami(
  serverUrl: string,
  token: string,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${serverUrl}/api/v1/forgejo/whoami`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}
