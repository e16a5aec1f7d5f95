import { Injectable } from '@nestjs/common';
import { AccessTokensService } from '#tokens/index.js';
import type { RegisteredClient } from '../clients/registered-client.js';
import type { IntrospectionDto } from './introspection.dto.js';

const INACTIVE: IntrospectionDto = { active: false };

/** What a token says, as of now (RFC 7662). From memory: it asks no table and writes nothing. */
@Injectable()
export class IntrospectionService {
  constructor(private readonly accessTokens: AccessTokensService) {}

  /**
   * For a client that the token is meant for; of others' tokens, and of refresh tokens, which are nobody's business but
   * ours, it hears no more than of a forged one (RFC 7662 §4).
   */
  async introspect(token: string, { audiences }: RegisteredClient): Promise<IntrospectionDto> {
    const claims = await this.accessTokens.inspect(token);
    if (!claims || ![claims.aud].flat().some((audience) => audiences.includes(audience))) return INACTIVE;
    const { epoch: _ours, ...said } = claims;
    return { active: true, token_type: 'Bearer', ...said, aud: claims.aud };
  }
}
