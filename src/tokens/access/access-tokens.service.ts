import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { InvalidAccessToken, NO_SESSION, type Principal } from '#common/access/index.js';
import { Clock } from '#common/clock.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Config } from '#config/index.js';
import type { OpenKey } from '../keys/key-material.js';
import { SigningKeysService } from '../keys/signing-keys.service.js';
import { TokenBlacklistService } from '../blacklist/token-blacklist.service.js';
import type { RevocableToken } from '../blacklist/revocation-index.js';
import type { Grant } from '../refresh/grant.js';
import { type AccessTokenClaims, type ClientTokenClaims, hasAllClaims, isClientToken } from './access-token-claims.js';
import { type ReadClaims, type SignedClaims, VerifiedTokens } from './verified-tokens.js';

const TYPE = 'at+jwt';
/** Clocks of servers differ; none at all would refuse fresh tokens at a difference of a second. Seconds. */
const LEEWAY = 5;

/** What a client may do for itself. */
export interface ClientGrant {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** Of the client: its tokens from before the last change are dead. */
  readonly epoch: number;
}

/** Makes and reads access tokens (RFC 9068). */
@Injectable()
export class AccessTokensService {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeysService,
    private readonly blacklist: TokenBlacklistService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async issue(grant: Grant): Promise<string> {
    const iat = this.clock.epochSeconds();
    const claims: AccessTokenClaims = {
      iss: this.config.publicUrl,
      aud: this.audience(),
      sub: grant.userId,
      exp: iat + this.config.tokens.accessSeconds,
      iat,
      jti: uuidv7(),
      client_id: grant.clientId,
      auth_time: grant.authenticatedAt,
      amr: grant.amr,
      roles: grant.roles,
      scope: grant.permissions.join(' '),
      sid: grant.sessionId,
      email_verified: grant.emailVerified,
      epoch: grant.epoch,
    };
    return this.sign(claims, this.keys.current());
  }

  /** For a client that acts for itself. Gatehouse's own API takes no such token: it has no session. */
  async issueForClient({ clientId, scopes, audiences, epoch }: ClientGrant): Promise<string> {
    const iat = this.clock.epochSeconds();
    const claims: ClientTokenClaims = {
      iss: this.config.publicUrl,
      aud: audiences.length === 1 ? audiences[0]! : [...audiences],
      sub: clientId,
      exp: iat + this.config.tokens.accessSeconds,
      iat,
      jti: uuidv7(),
      client_id: clientId,
      scope: scopes.join(' '),
      epoch,
    };
    return this.sign(claims, this.keys.current());
  }

  /** What a token says, whomever it is for. Undefined when it is not, or no longer, one of ours (RFC 7662 §2.2). */
  async inspect(token: string): Promise<AccessTokenClaims | ClientTokenClaims | undefined> {
    const read = await this.read(token).catch((error: unknown) => {
      if (error instanceof InvalidAccessToken) return undefined;
      throw error;
    });
    if (!read) return undefined;
    const { claims, key } = read;
    if (!(hasAllClaims(claims) || isClientToken(claims)) || this.isFromTheFuture(claims)) return undefined;
    return (await this.isWithdrawn({ sid: NO_SESSION, ...claims }, key)) ? undefined : claims;
  }

  /** The caller that a token speaks for. Throws InvalidAccessToken, always the same, whatever is wrong with it. */
  async verify(token: string): Promise<Principal> {
    const { claims, key } = await this.read(token);
    if (!hasAllClaims(claims) || this.isFromTheFuture(claims) || !this.isForUs(claims)) throw new InvalidAccessToken();
    if (await this.isWithdrawn(claims, key)) throw new InvalidAccessToken();
    return {
      userId: claims.sub,
      sessionId: claims.sid,
      tokenId: claims.jti,
      clientId: claims.client_id,
      roles: claims.roles,
      permissions: claims.scope === '' ? [] : claims.scope.split(' '),
      emailVerified: claims.email_verified,
      epoch: claims.epoch,
      expiresAt: claims.exp,
      authenticatedAt: claims.auth_time,
    };
  }

  /**
   * Signature, algorithm, type, issuer and time (RFC 9068 §4, RFC 8725 §3). The age is checked besides the expiry, so
   * that a token from before the life was shortened does not outlive the blacklist.
   */
  private async read(token: string): Promise<SignedClaims> {
    const known = this.verified.get(token);
    if (known && (await this.keys.find(known.key.kid)) === known.key) {
      if (!this.isAlive(known.claims)) throw new InvalidAccessToken();
      return known;
    }
    const key = await this.keyOf(token);
    const claims = await this.verifySignature(token, key).catch(() => {
      throw new InvalidAccessToken();
    });
    const read = { claims, key };
    this.verified.set(token, read);
    return read;
  }

  /** What this process knows is asked first: it refuses without the database too. */
  private async isWithdrawn(claims: RevocableToken, key: OpenKey): Promise<boolean> {
    return (await this.blacklist.isRevoked(claims)) || !(await this.keys.isStillOurs(key));
  }

  /** jsonwebtoken verifies all but EdDSA, which it does not know. */
  private async verifySignature(token: string, { algorithm, publicKey }: OpenKey): Promise<ReadClaims> {
    const demands = { issuer: this.config.publicUrl, algorithms: [algorithm], clockTolerance: LEEWAY };
    const age = this.config.tokens.accessSeconds;
    if (algorithm === 'EdDSA') {
      const all = { ...demands, maxTokenAge: age, requiredClaims: ['exp'] };
      return (await jwtVerify<AccessTokenClaims>(token, publicKey, all)).payload;
    }
    const all = { ...demands, algorithms: [algorithm], maxAge: age, ...({ publicKey } as object) };
    return this.jwt.verifyAsync<AccessTokenClaims>(token, all);
  }

  /** What the libraries have looked at the first time, as of now. */
  private isAlive({ iat = 0, exp = 0 }: ReadClaims): boolean {
    const now = this.clock.epochSeconds();
    return now < Math.min(exp, iat + this.config.tokens.accessSeconds) + LEEWAY;
  }

  private isFromTheFuture({ iat }: Pick<AccessTokenClaims, 'iat'>): boolean {
    return iat > this.clock.epochSeconds() + LEEWAY;
  }

  private isForUs({ aud }: Pick<AccessTokenClaims, 'aud'>): boolean {
    return [aud].flat().includes(this.config.tokens.audiences[0]);
  }

  /** The key is found by its id among our own; what else a header may say about keys is not read (RFC 8725 §3.10). */
  private async keyOf(token: string): Promise<OpenKey> {
    const header = protectedHeader(token);
    const key = typeof header?.kid === 'string' ? await this.keys.find(header.kid) : undefined;
    const rightType = /^(application\/)?at\+jwt$/i.test(String(header?.typ));
    if (!key || !rightType || header?.alg !== key.algorithm || header.crit !== undefined) {
      throw new InvalidAccessToken();
    }
    return key;
  }

  /** jsonwebtoken signs all but EdDSA, which it does not know. */
  private async sign(claims: AccessTokenClaims | ClientTokenClaims, key: OpenKey): Promise<string> {
    const { algorithm, kid, privateKey } = key;
    if (algorithm === 'EdDSA') {
      return new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, typ: TYPE, kid }).sign(privateKey);
    }
    return this.jwt.sign({ ...claims }, { algorithm, header: { alg: algorithm, typ: TYPE, kid }, privateKey });
  }

  private audience(): string | string[] {
    const { audiences } = this.config.tokens;
    return audiences.length === 1 ? audiences[0] : [...audiences];
  }
}

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function protectedHeader(token: string) {
  if (!COMPACT_JWS.test(token) || !isCanonical(token.slice(token.lastIndexOf('.') + 1))) return undefined;
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

/** The last letter has bits to spare; libraries pass over them, so that one token would have several spellings. */
function isCanonical(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
