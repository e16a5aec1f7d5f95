import { Injectable } from '@nestjs/common';
import { Config } from '#config/index.js';
import { AccessTokensService } from '#tokens/index.js';
import type { ClientTokenDto } from '../dto/client-token.dto.js';
import type { RequestingClient } from '../clients/client-authenticator.js';
import { OAuthError } from '../oauth-error.js';

/** A client that acts for itself, for nobody (RFC 6749 §4.4). */
@Injectable()
export class ClientCredentialsGrant {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly config: Config,
  ) {}

  /** Without `scope`: all that the client may. Throws OAuthError `unauthorized_client`, `invalid_scope`. */
  async grant(client: RequestingClient, scope: string | undefined): Promise<ClientTokenDto> {
    if (!client?.grants.includes('client_credentials') || client.audiences.length === 0) {
      throw new OAuthError('unauthorized_client', 'The client may not use this grant, or has no audience.');
    }
    const wanted = scope ? [...new Set(scope.split(' ').filter(Boolean))] : client.scopes;
    if (wanted.some((one) => !client.scopes.includes(one))) {
      throw new OAuthError('invalid_scope', 'The client may not have all of this scope.');
    }
    const { id: clientId, audiences, token_epoch: epoch } = client;
    return {
      access_token: await this.accessTokens.issueForClient({ clientId, scopes: wanted, audiences, epoch }),
      token_type: 'bearer',
      expires_in: this.config.tokens.accessSeconds,
      scope: wanted.join(' '),
    };
  }
}
