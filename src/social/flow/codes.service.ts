import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { constantTimeEqual, randomText, sha256 } from '#common/crypto/secrets.js';
import { DomainError } from '#common/errors/index.js';
import { Housekeeping } from '#common/housekeeping.js';
import { SecretKey, Sql } from '#database/index.js';
import type { CodePurpose } from './social-code.entity.js';

/** The way from the redirect to the application's next request (ASVS 10.4.3: a minute). */
const CODE_SECONDS = 60;
const SECRET_BYTES = 32;
const SWEEP_EVERY_MS = 10 * 60 * 1000;

const ISSUE = {
  name: 'issue_social_code',
  text: `
    INSERT INTO social_codes (digest, user_id, purpose, code_challenge, redirect_uri, content, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')`,
};

/** $1 digest, $2 purpose. Of several callers one deletes the row, and only that one gets it. */
const USE = {
  name: 'use_social_code',
  text: `
    WITH used AS (
      DELETE FROM social_codes WHERE digest = $1 AND purpose = $2 AND expires_at > now()
      RETURNING user_id, code_challenge, redirect_uri, content
    )
    SELECT * FROM used`,
};

const SWEEP = { name: 'sweep_social_codes', text: 'DELETE FROM social_codes WHERE expires_at <= now()' };

interface CodeRow {
  readonly user_id: string;
  readonly code_challenge: string;
  readonly redirect_uri: string;
  readonly content: Buffer;
}

/** The same words for a code that is wrong, late, used, or not this application's. */
export class InvalidSocialCode extends DomainError {
  static override readonly spec = {
    code: 'invalid_social_code',
    status: 400,
    title: 'The code is not valid',
    detail: 'It works once, for a minute, with the code_verifier and the redirect_uri of whoever began. Begin again.',
  };
}

/** What an application shows besides the code. */
export interface CodeProof {
  readonly code: string;
  readonly code_verifier: string;
  readonly redirect_uri: string;
}

/** Whom a code is about, and for which application. */
export interface CodeSubject {
  readonly userId: string;
  readonly purpose: CodePurpose;
  readonly codeChallenge: string;
  readonly redirectUri: string;
}

export interface UsedCode {
  readonly userId: string;
  /** What was handed in when a code for that purpose was issued: sealed meanwhile, so nobody else's. */
  readonly content: unknown;
}

/** One-time codes, which stand in an address where a token never does (RFC 6749 §4.1.2, RFC 7636). */
@Injectable()
export class CodesService {
  private readonly keys: DerivedKeys;

  constructor(
    private readonly sql: Sql,
    secretKey: SecretKey,
    housekeeping: Housekeeping,
  ) {
    this.keys = secretKey.keysFor('social codes');
    housekeeping.every(SWEEP_EVERY_MS, 'Sweeping codes of sign-ins', () => sql.run(SWEEP));
  }

  async issue(subject: CodeSubject, content: object): Promise<string> {
    const { userId, purpose, codeChallenge, redirectUri } = subject;
    const code = `ghc_${randomText(SECRET_BYTES)}`;
    const digest = sha256(code);
    const sealed = this.keys.seal(Buffer.from(JSON.stringify(content)), contextOf(purpose, digest));
    await this.sql.run(ISSUE, [digest, userId, purpose, codeChallenge, redirectUri, sealed, CODE_SECONDS]);
    return code;
  }

  /**
   * Used up by whoever shows it first, with the right proof or a wrong one: there is one try. Throws InvalidSocialCode.
   */
  async use(purpose: CodePurpose, { code, code_verifier, redirect_uri }: CodeProof): Promise<UsedCode> {
    const digest = sha256(code);
    const [row] = await this.sql.run<CodeRow>(USE, [digest, purpose]);
    if (!row) throw new InvalidSocialCode();
    const challenge = Buffer.from(sha256(code_verifier).toString('base64url'));
    const mine = constantTimeEqual(challenge, Buffer.from(row.code_challenge)) && row.redirect_uri === redirect_uri;
    if (!mine) throw new InvalidSocialCode();
    return { userId: row.user_id, content: this.opened(row.content, contextOf(purpose, digest)) };
  }

  private opened(sealed: Buffer, context: string): unknown {
    try {
      return JSON.parse(this.keys.unseal(sealed, context).toString());
    } catch {
      // Sealed with a SECRET_KEY that went without being kept for a while, or changed in the table.
      throw new InvalidSocialCode();
    }
  }
}

const contextOf = (purpose: CodePurpose, digest: Buffer): string => `${purpose} ${digest.toString('base64url')}`;
