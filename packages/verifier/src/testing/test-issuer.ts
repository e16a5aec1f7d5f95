import type { Algorithm } from '../keys/verification-key.js';
import type { VerifierOptions } from '../options.js';
import { createVerifier, type Verifier } from '../verifier.js';
import { TestFeed } from './test-feed.js';
import { uuidv7 } from './test-ids.js';
import { makeKey, signCompact, type TestKey } from './test-keys.js';

export interface TestIssuerOptions {
  /** Default: `http://gatehouse.test`. */
  readonly issuer?: string;
  /** Default: `test`. */
  readonly audience?: string;
  /** Default: ES256, as Gatehouse's own. */
  readonly algorithm?: Algorithm;
}

/** Whom a test acts as; all of it may be left out. */
export interface TestUser {
  readonly subject?: string;
  readonly sessionId?: string;
  readonly clientId?: string;
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  readonly emailVerified?: boolean;
  readonly epoch?: number;
  /** Seconds from now; below zero for a token that is dead already. Default: 900. */
  readonly expiresIn?: number;
  /** Anything else that the token shall say, or say otherwise. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const LIFE_SECONDS = 900;
const JWKS_SECONDS = 300;

/** Gatehouse as a service behind it sees it, in memory: keys, tokens and the feed, without server or network. */
export class TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  private readonly algorithm: Algorithm;
  private readonly feed = new TestFeed();
  private keys: TestKey[];

  constructor({ issuer = 'http://gatehouse.test', audience = 'test', algorithm = 'ES256' }: TestIssuerOptions = {}) {
    this.issuer = issuer;
    this.audience = audience;
    this.algorithm = algorithm;
    this.keys = [makeKey(algorithm)];
  }

  /** A verifier that trusts this issuer and asks nobody else. To be closed after the test. */
  verifier(options: Partial<VerifierOptions> = {}): Verifier {
    return createVerifier({ issuer: this.issuer, audience: this.audience, fetch: this.fetch, ...options });
  }

  /** Headers of a request by such a user: `request.get('/posts').set(issuer.asUser({ roles: ['admin'] }))`. */
  asUser(user: TestUser = {}): { authorization: string } {
    return { authorization: `Bearer ${this.token(user)}` };
  }

  token({ expiresIn = LIFE_SECONDS, ...user }: TestUser = {}): string {
    const now = Math.floor(Date.now() / 1000);
    return this.sign({
      iss: this.issuer,
      aud: this.audience,
      sub: user.subject ?? uuidv7(),
      exp: now + expiresIn,
      iat: now + Math.min(0, expiresIn),
      jti: uuidv7(),
      client_id: user.clientId ?? 'gatehouse',
      auth_time: now,
      amr: ['pwd'],
      roles: user.roles ?? ['user'],
      scope: (user.scopes ?? []).join(' '),
      sid: user.sessionId ?? uuidv7(),
      email_verified: user.emailVerified ?? true,
      epoch: user.epoch ?? 0,
      ...user.claims,
    });
  }

  /** Signs whatever it is given, right or wrong, with the current key. */
  sign(payload: object, header: object = {}): string {
    const key = this.keys[0]!;
    return signCompact({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid, ...header }, payload, key);
  }

  /** A logout. Resolves when a verifier that follows has heard of it. */
  endSession(sessionId: string): Promise<void> {
    return this.feed.add({ id: sessionId, expiry: this.expiry() });
  }

  /** A single token, by its `jti`. */
  revokeToken(tokenId: string): Promise<void> {
    return this.feed.add({ id: tokenId, expiry: this.expiry() });
  }

  /** A change of rights: the user's tokens with a smaller epoch are dead. */
  raiseEpoch(subject: string, minEpoch: number): Promise<void> {
    return this.feed.add({ user: { sub: subject, minEpoch }, expiry: this.expiry() });
  }

  /** A new key signs; with `withdraw`, those before it are gone from the set. */
  rotateKey({ withdraw = false } = {}): void {
    this.keys = [makeKey(this.algorithm), ...(withdraw ? [] : this.keys)];
  }

  /** For a verifier's `fetch` option; answers what the server answers. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
    if (pathname === '/.well-known/jwks.json') return this.jwks();
    if (!pathname.endsWith('/auth/revocations')) return new Response(null, { status: 404 });
    const since = searchParams.get('since');
    const news = await this.feed.payload(since, Number(searchParams.get('wait') ?? 0), init?.signal);
    const payload = { iss: this.issuer, iat: Math.floor(Date.now() / 1000), access_ttl: LIFE_SECONDS, ...news };
    return new Response(this.sign(payload, { typ: 'revocations+jwt' }), {
      headers: { 'content-type': 'application/jwt' },
    });
  };

  private jwks(): Response {
    const headers = { 'cache-control': `public, max-age=${JWKS_SECONDS}` };
    return Response.json({ keys: this.keys.map(({ jwk }) => jwk) }, { headers });
  }

  private expiry(): number {
    return Math.floor(Date.now() / 1000) + LIFE_SECONDS + 60;
  }
}
