import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import type { Principal } from '#common/access/index.js';
import { AccessTokensService } from '#tokens/index.js';

type Verifier = (
  token: string,
  key: unknown,
  options: unknown,
  done: (error: unknown, principal?: Principal) => void,
) => void;

/**
 * Who sends an access token. passport-jwt finds the token and leads through the steps; the verification is ours, put
 * in where the library leaves it replaceable: its own knows no EdDSA, no token type and no revocation.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(accessTokens: AccessTokensService) {
    super({
      jwtFromRequest: bearerToken,
      // The key is found by the verification, which needs the service of this application: it travels as the "key".
      secretOrKeyProvider: (_request, _token, done) => done(null, accessTokens as unknown as Buffer),
    });
  }

  validate(principal: Principal): Principal {
    return principal;
  }
}

/**
 * One place only: never the body or the address, which end up in logs. To the letter of RFC 6750 §2.1, which
 * passport-jwt's own extractor is not: it passes over what follows the token.
 */
function bearerToken({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

const verify: Verifier = (token, accessTokens, _options, done) => {
  // oxlint-disable-next-line promise/no-callback-in-promise -- passport-jwt speaks in callbacks
  (accessTokens as AccessTokensService).verify(token).then((principal) => done(null, principal), done);
};
(Strategy as unknown as { JwtVerifier: Verifier }).JwtVerifier = verify;
