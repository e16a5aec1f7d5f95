import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { seal, unseal } from '#common/crypto/sealed.js';
import { deriveKey } from '#common/crypto/secrets.js';
import { SecretKey } from '#database/index.js';
import { IdentitiesService } from '#users/index.js';
import type { UpstreamTokens } from '../providers/upstream-person.js';

/** Tokens of providers, for operators who want them kept. Sealed (ASVS 11.3); no route gives them out. */
@Injectable()
export class KeptTokensService {
  private readonly key: KeyObject;

  constructor(
    private readonly identities: IdentitiesService,
    secretKey: SecretKey,
  ) {
    this.key = deriveKey(secretKey.value, 'provider tokens');
  }

  seal(identityId: string, tokens: UpstreamTokens): Buffer {
    const { access_token, refresh_token, id_token, scope, expires_in } = tokens;
    const kept = { access_token, refresh_token, id_token, scope, expires_in, kept_at: new Date().toISOString() };
    return seal(this.key, Buffer.from(JSON.stringify(kept)), identityId);
  }

  /** For code of this service that acts for somebody at the provider. Undefined: none are kept. */
  async of(identityId: string): Promise<(UpstreamTokens & { readonly kept_at: string }) | undefined> {
    const sealed = await this.identities.keptTokens(identityId);
    return (
      sealed && (JSON.parse(unseal(this.key, sealed, identityId).toString()) as UpstreamTokens & { kept_at: string })
    );
  }
}
