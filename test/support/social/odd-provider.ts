import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { CLIENT } from './openid-provider.js';

type Claims = Record<string, unknown>;
type Path = '/.well-known/openid-configuration' | '/jwks' | '/token' | '/userinfo' | '/emails';
type Handler = (request: IncomingMessage, body: URLSearchParams) => Promise<Reply> | Reply;

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly afterMs?: number;
}

/**
 * A provider that does whatever a test makes it do: those of the field are mostly right, and it is the rest that counts.
 * Unless told otherwise it is right, too.
 */
export class OddProvider {
  /** Takes the place of what an endpoint answers. */
  readonly instead = new Map<Path, Handler>();
  readonly asked: string[] = [];
  metadata: Claims = {};
  idToken: Claims = {};
  userinfo: Claims | undefined;
  emails: unknown[] = [];
  /** Makes the ID token in a way of its own. */
  forge: ((claims: Claims) => Promise<string> | string) | undefined;

  private key!: Awaited<ReturnType<typeof generateKeyPair>>;
  private keyId = 0;
  private readonly nonces = new Map<string, string | null>();
  private server!: Server;
  issuer = '';

  static async start(): Promise<OddProvider> {
    const provider = new OddProvider();
    await provider.rotate();
    await provider.listen();
    return provider;
  }

  get env(): Record<string, string> {
    return { ISSUER: this.issuer, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret };
  }

  /** The same as plain OAuth 2.0, in the shape that GitHub has. */
  get plainEnv(): Record<string, string> {
    return {
      ISSUER: `${this.issuer}/plain`,
      AUTHORIZATION_ENDPOINT: `${this.issuer}/authorize`,
      TOKEN_ENDPOINT: `${this.issuer}/token`,
      USERINFO_ENDPOINT: `${this.issuer}/userinfo`,
      EMAILS_ENDPOINT: `${this.issuer}/emails`,
      CLIENT_ID: CLIENT.id,
      CLIENT_SECRET: CLIENT.secret,
    };
  }

  /** As it was at the start. */
  behave(): void {
    this.instead.clear();
    this.asked.length = 0;
    this.metadata = {};
    this.idToken = {};
    this.userinfo = undefined;
    this.emails = [];
    this.forge = undefined;
  }

  async rotate(): Promise<void> {
    this.key = await generateKeyPair('ES256', { extractable: true });
    this.keyId += 1;
  }

  async listen(): Promise<void> {
    this.server = createServer((request, response) => void this.serve(request, response));
    const port = this.issuer === '' ? 0 : Number(new URL(this.issuer).port);
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Where it sends somebody back who has signed in at once. `location`: where they were sent to. */
  back(location: string, changes: Record<string, string | undefined> = {}): string {
    const asked = new URL(location).searchParams;
    const code = `code-${this.nonces.size}`;
    this.nonces.set(code, asked.get('nonce'));
    const answer = { code, state: asked.get('state')!, ...changes };
    const present = Object.entries(answer).filter((each): each is [string, string] => each[1] !== undefined);
    return `${asked.get('redirect_uri')}?${new URLSearchParams(present).toString()}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url! as Path;
    this.asked.push(path);
    const body = new URLSearchParams(Buffer.concat(chunks).toString());
    const { status = 200, type, headers, body: said, afterMs } = await this.reply(path, request, body);
    if (afterMs) await new Promise((resolve) => setTimeout(resolve, afterMs));
    response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers });
    response.end(type ? said : JSON.stringify(said));
  }

  private async reply(path: Path, request: IncomingMessage, body: URLSearchParams): Promise<Reply> {
    const instead = this.instead.get(path);
    if (instead) return instead(request, body);
    switch (path) {
      case '/.well-known/openid-configuration':
        return { body: { ...this.usualMetadata(), ...this.metadata } };
      case '/jwks':
        return { body: { keys: [{ ...(await exportJWK(this.key.publicKey)), kid: `k${this.keyId}`, alg: 'ES256' }] } };
      case '/token':
        return { body: await this.tokens(body) };
      case '/userinfo':
        return { body: this.userinfo ?? {} };
      case '/emails':
        return { body: this.emails };
      default:
        return { status: 404, body: {} };
    }
  }

  private usualMetadata(): Claims {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }

  answerTo(body: URLSearchParams): Promise<Claims> {
    return this.tokens(body);
  }

  private async tokens(body: URLSearchParams): Promise<Claims> {
    const nonce = this.nonces.get(body.get('code') ?? '');
    if (nonce === undefined) return { error: 'invalid_grant' };
    const token = { access_token: 'at-1', token_type: 'bearer', refresh_token: 'rt-1', expires_in: 600 };
    if (nonce === null) return token;
    const claims = { nonce, ...this.idToken };
    return { ...token, id_token: await (this.forge?.(claims) ?? this.sign(claims)) };
  }

  /** As it signs them itself, but for what is changed. */
  sign(
    claims: Claims,
    header: { alg?: string; kid?: string } = {},
    key: Parameters<SignJWT['sign']>[0] = this.key.privateKey,
  ) {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: CLIENT.id, iat: now, exp: now + 300 };
    const all = Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined);
    return new SignJWT(Object.fromEntries(all))
      .setProtectedHeader({ alg: 'ES256', kid: `k${this.keyId}`, ...header })
      .sign(key);
  }
}
