import { Injectable } from '@nestjs/common';
import { Config } from '#config/index.js';
import { AccessTokensService } from './access/access-tokens.service.js';
import type { LiveSession } from './refresh/sessions.service.js';
import { TokenDto } from './token.dto.js';

/** Writes the answer that carries tokens (RFC 6749 §5.1). */
@Injectable()
export class TokenPairService {
  constructor(
    private readonly accessTokens: AccessTokensService,
    private readonly config: Config,
  ) {}

  async for({ grant, refreshToken }: LiveSession): Promise<TokenDto> {
    return {
      access_token: await this.accessTokens.issue(grant),
      refresh_token: refreshToken,
      token_type: 'bearer',
      expires_in: this.config.tokens.accessSeconds,
    };
  }
}
