import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { SecretKey } from '#database/index.js';

/** Tokens of a provider, as it gave them. */
export interface ProviderTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly expires_in?: number;
}

export type KeptTokens = ProviderTokens & { readonly kept_at: string };

/** How tokens of providers lie in the table (ASVS 11.3): each for its identity, so that none opens as another's. */
@Injectable()
export class ProviderTokenSeal {
  private readonly keys: DerivedKeys;

  constructor(secretKey: SecretKey) {
    this.keys = secretKey.keysFor('provider tokens');
  }

  seal(identityId: string, tokens: ProviderTokens): Buffer {
    const { access_token, refresh_token, id_token, scope, expires_in } = tokens;
    const kept = { access_token, refresh_token, id_token, scope, expires_in, kept_at: new Date().toISOString() };
    return this.keys.seal(Buffer.from(JSON.stringify(kept)), identityId);
  }

  /** Undefined: sealed with a SECRET_KEY that is not known here, or changed in the table. */
  open(identityId: string, sealed: Buffer): KeptTokens | undefined {
    try {
      return JSON.parse(this.keys.unseal(sealed, identityId).toString()) as KeptTokens;
    } catch {
      return undefined;
    }
  }

  /** The same under the newest SECRET_KEY; undefined when it is already, or cannot be opened at all. */
  resealed(identityId: string, sealed: Buffer): Buffer | undefined {
    try {
      return this.keys.resealed(sealed, identityId);
    } catch {
      return undefined;
    }
  }
}
