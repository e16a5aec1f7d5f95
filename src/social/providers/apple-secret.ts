import { importPKCS8, SignJWT } from 'jose';
import type { SocialProviderConfig } from '#config/index.js';

/** As long as one request takes; Apple would take one of half a year. */
const LIFE = '5m';

/** Apple has no client secrets: it wants a JWT, signed with a key of the developer's team, in place of one. */
export async function appleSecret(
  { teamId, keyId, pem }: NonNullable<SocialProviderConfig['appleKey']>,
  clientId: string,
  audience: string,
): Promise<string> {
  const key = await importPKCS8(pem, 'ES256');
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(key);
}
