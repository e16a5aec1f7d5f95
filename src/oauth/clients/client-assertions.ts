import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { sha256 } from '#common/crypto/secrets.js';
import { Config } from '#config/index.js';
import { Sql } from '#database/index.js';
import type { ClientJwks } from './client.entity.js';

/** RFC 7523 §2.2 */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const ASSERTION_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'];

/** An assertion that lives longer is refused: so long it must be remembered. Seconds. */
const LONGEST_LIFE = 600;
const LEEWAY = 5;
/** For so long beyond its end it is remembered: the database forgets by its own clock. */
const MARGIN = 60;

/** $1 digest, $2 when it expires, in seconds since 1970. A row for the first use only. Forgets some that are over. */
const USE = {
  name: 'use_client_assertion',
  text: `WITH over AS (
           DELETE FROM client_assertions WHERE digest IN (
             SELECT digest FROM client_assertions WHERE expires_at < now() LIMIT 10 FOR UPDATE SKIP LOCKED)
         )
         INSERT INTO client_assertions (digest, expires_at) VALUES ($1, to_timestamp($2))
         ON CONFLICT DO NOTHING RETURNING digest`,
};

/** JWTs by which clients prove that they have a private key (`private_key_jwt`, RFC 7523 §3). */
@Injectable()
export class ClientAssertions {
  constructor(
    private readonly sql: Sql,
    private readonly config: Config,
  ) {}

  /** Whose it says it is, not verified. */
  issuerOf(assertion: string): string | undefined {
    try {
      const { iss }: { iss?: unknown } = decodeJwt(assertion);
      return typeof iss === 'string' ? iss : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether it is that client's, is meant for us, lives now, and was not used before. */
  async accept(assertion: string, clientId: string, jwks: ClientJwks): Promise<boolean> {
    const { publicUrl, http } = this.config;
    const verified = await jwtVerify(assertion, createLocalJWKSet(jwks as unknown as JSONWebKeySet), {
      issuer: clientId,
      subject: clientId,
      // RFC 7523 §3, point 3: the token endpoint may stand for the issuer.
      audience: [publicUrl, `${publicUrl}${http.apiPrefix}/auth/token`],
      algorithms: ASSERTION_ALGORITHMS,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: LEEWAY,
    }).catch(() => undefined);
    const { exp = 0, jti = '' } = verified?.payload ?? {};
    if (!verified || jti === '' || exp > Date.now() / 1000 + LONGEST_LIFE) return false;
    const used = await this.sql.run(USE, [sha256(`${clientId}\n${jti}`), exp + LEEWAY + MARGIN]);
    return used.length > 0;
  }
}
