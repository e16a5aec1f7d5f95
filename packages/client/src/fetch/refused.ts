/** Whether a 401 is about the token, not about a password in the body: then another token helps. */
export async function mayBeTheToken(answer: Response, isOurs: boolean): Promise<boolean> {
  if (isOurs) {
    const problem = (await answer
      .clone()
      .json()
      .catch(() => undefined)) as { code?: unknown } | undefined;
    return problem?.code === 'invalid_access_token';
  }
  // RFC 6750 §3.1. Across origins a browser shows this header only where the service exposes it.
  const error = /error="?(\w+)/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
  return !error || error === 'invalid_token';
}
