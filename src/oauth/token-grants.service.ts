import { Injectable } from '@nestjs/common';
import { CredentialsService, type Device, SignInService } from '#auth/index.js';
import { Config } from '#config/index.js';
import { SessionsService, type TokenDto, TokenPairService } from '#tokens/index.js';
import { OAuthError } from './oauth-error.js';
import type { TokenRequestDto } from './token-request.dto.js';

/** What a client may trade for tokens. Each grant proves who it is about and goes the way of every other door. */
@Injectable()
export class TokenGrantsService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly tokens: TokenPairService,
    private readonly config: Config,
  ) {}

  async grant(request: TokenRequestDto, device: Device): Promise<TokenDto> {
    switch (request.grant_type) {
      case 'refresh_token':
        return this.tokens.for(await this.sessions.rotate(request.refresh_token));
      case 'password':
        if (!this.config.tokens.passwordGrant) break;
        return this.byPassword(request, device);
    }
    throw new OAuthError('unsupported_grant_type', 'This grant type is not offered here.');
  }

  private async byPassword({ username, password }: TokenRequestDto, device: Device): Promise<TokenDto> {
    const user = await this.credentials.check(username, password, device);
    const { tokens } = await this.signIn.complete(user, 'pwd', device);
    return tokens;
  }
}
