import { Injectable } from '@nestjs/common';
import { FIRST_PARTY_CLIENT } from '#auth/index.js';
import { AccessTokensService, SessionsService, TokenBlacklistService } from '#tokens/index.js';
import type { RequestingClient } from '../clients/client-authenticator.js';
import { OAuthError } from '../oauth-error.js';

/** Tokens that their client gives up (RFC 7009). */
@Injectable()
export class RevocationService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly sessions: SessionsService,
    private readonly blacklist: TokenBlacklistService,
  ) {}

  /**
   * A refresh token takes its session along, an access token only itself. Nothing happens to what is dead already
   * (§2.2). Throws OAuthError when the token is another client's (§2.1).
   */
  async revoke(token: string, client: RequestingClient): Promise<void> {
    if (this.sessions.hasIssued(token)) {
      // All sessions are of the first-party application. Who is told 200 believes that the token is dead.
      if (client) throw notIssuedToIt();
      await this.sessions.endOf(token, 'revoked');
      return;
    }
    const claims = await this.accessTokens.inspect(token);
    if (!claims) return;
    if (claims.client_id !== (client?.id ?? FIRST_PARTY_CLIENT)) throw notIssuedToIt();
    await this.blacklist.revokeToken(claims, 'revoked');
  }
}

function notIssuedToIt(): OAuthError {
  return new OAuthError('unauthorized_client', 'The token was not issued to this client.');
}
