const BYTES = 32;

/** Nobody guesses it. */
export const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(BYTES)));

/** RFC 7636 §4.2, `S256`: whoever sees it on its way cannot tell the verifier. */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return base64url(new Uint8Array(digest));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
