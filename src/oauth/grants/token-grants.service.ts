import { Injectable } from '@nestjs/common';
import { CredentialsService, type Device, SignInService } from '#auth/index.js';
import { Config } from '#config/index.js';
import { SessionsService, type TokenDto, TokenPairService } from '#tokens/index.js';
import type { RequestingClient } from '../clients/client-authenticator.js';
import { OAuthError } from '../oauth-error.js';
import type { TokenRequestDto } from '../dto/token-request.dto.js';

/** What the first-party application may trade for tokens of a user. Each grant goes the way of every other door. */
@Injectable()
export class TokenGrantsService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly tokens: TokenPairService,
    private readonly config: Config,
  ) {}

  /** Throws OAuthError, and what a sign-in or a refresh throws. */
  async grant(request: TokenRequestDto, client: RequestingClient, device: Device): Promise<TokenDto> {
    switch (request.grant_type) {
      case 'refresh_token':
        this.assertFirstParty(client);
        return this.tokens.for(await this.sessions.rotate(request.refresh_token));
      case 'password':
        if (!this.config.tokens.passwordGrant) break;
        this.assertFirstParty(client);
        return this.byPassword(request, device);
    }
    throw new OAuthError('unsupported_grant_type', 'This grant type is not offered here.');
  }

  /** Sessions belong to the first-party application; nobody else signs in users, or refreshes for them. */
  private assertFirstParty(client: RequestingClient): void {
    if (client) throw new OAuthError('unauthorized_client', 'This client may not use this grant.');
  }

  private async byPassword({ username, password }: TokenRequestDto, device: Device): Promise<TokenDto> {
    const user = await this.credentials.check(username, password, device);
    const { tokens } = await this.signIn.complete(user, 'pwd', device);
    return tokens;
  }
}
