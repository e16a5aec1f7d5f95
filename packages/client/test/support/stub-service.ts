import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface StubSession {
  readonly id: string;
  readonly username: string;
  counter: number;
  rotatedAt: number;
  isOver: boolean;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Proper = () => void;
/** Answers in place of the service, or lets it answer and cuts the line. */
export type Fault = (asked: Asked, response: ServerResponse, proper: Proper) => void;

const COOKIE = /gatehouse_refresh=([\w.-]+)/;
let sessions = 0;

/** The rules of Gatehouse's sessions over real HTTP on loopback, for what the real service does not do on demand. */
export class StubService {
  readonly asked: Asked[] = [];
  readonly sessions = new Map<string, StubSession>();
  fault: Fault | undefined;
  /** Seconds. */
  expiresIn = 900;
  grace = 30_000;
  /** What is accepted as an access token, beside that its session lives. */
  accepts: (token: string) => boolean = () => true;
  private server = createServer((request, response) => void this.take(request, response));
  private port = 0;

  static async start(): Promise<StubService> {
    const stub = new StubService();
    await stub.comeBack();
    return stub;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  count(path: string): number {
    return this.asked.filter((asked) => asked.path.includes(path)).length;
  }

  get refreshes(): number {
    return this.count('/auth/refresh');
  }

  endAll(): void {
    for (const session of this.sessions.values()) session.isOver = true;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async comeBack(): Promise<void> {
    if (this.port !== 0) this.server = createServer((request, response) => void this.take(request, response));
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const asked = { method, path, headers, body: await text(request) };
    this.asked.push(asked);
    const proper = () => this.answer(asked, response);
    if (this.fault) this.fault(asked, response, proper);
    else proper();
  }

  private answer({ path, method, headers, body }: Asked, response: ServerResponse): void {
    const cookieMode = headers['x-token-transport'] === 'cookie';
    const json = (status: number, value?: object, more: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'r-1', ...more })
        .end(value && JSON.stringify(value));
    const refuse = (status: number, code: string, more: Record<string, string> = {}) =>
      json(
        status,
        { type: `urn:problem:gatehouse:${code}`, title: code, status, code },
        { 'content-type': 'application/problem+json', ...more },
      );
    const pair = (session: StubSession) => {
      const refresh = `${session.id}.${session.counter}`;
      const payload = Buffer.from(JSON.stringify({ sid: session.id, n: session.counter, r: Math.random() })).toString(
        'base64url',
      );
      const tokens = { access_token: `h.${payload}.s`, token_type: 'bearer', expires_in: this.expiresIn };
      if (cookieMode)
        json(200, tokens, {
          'set-cookie': `gatehouse_refresh=${refresh}; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800`,
        });
      else json(200, { ...tokens, refresh_token: refresh });
    };
    const bearer = /^Bearer h\.([\w-]+)\.s$/.exec(headers.authorization ?? '')?.[1];
    const known = bearer && this.sessions.get(JSON.parse(Buffer.from(bearer, 'base64url').toString()).sid);
    const isGood = known && !known.isOver && this.accepts(headers.authorization!.slice(7));
    const cleared = { 'set-cookie': 'gatehouse_refresh=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0' };

    if (path.endsWith('/auth/login')) {
      const { username, password } = JSON.parse(body);
      if (password !== 'right') return void refuse(401, 'invalid_credentials', { 'www-authenticate': 'Bearer' });
      const session = { id: `s${(sessions += 1)}`, username, counter: 0, rotatedAt: 0, isOver: false };
      this.sessions.set(session.id, session);
      return pair(session);
    }
    if (path.endsWith('/auth/refresh')) {
      const token: string = cookieMode
        ? (COOKIE.exec(headers.cookie ?? '')?.[1] ?? '')
        : JSON.parse(body).refresh_token;
      if (!token) return void refuse(401, 'missing_refresh_token');
      const [id = '', shown] = token.split('.');
      const session = this.sessions.get(id);
      if (!session || session.isOver) return void refuse(401, 'invalid_refresh_token', cookieMode ? cleared : {});
      const behind = session.counter - Number(shown);
      if (behind === 0) {
        session.counter += 1;
        session.rotatedAt = Date.now();
      } else if (behind > 1 || Date.now() - session.rotatedAt > this.grace) {
        session.isOver = true;
        return void refuse(401, 'refresh_token_reused', cookieMode ? cleared : {});
      }
      return pair(session);
    }
    if (path.endsWith('/auth/revoke')) {
      const session = this.sessions.get(new URLSearchParams(body).get('token')!.split('.')[0]!);
      if (session) session.isOver = true;
      return void response.writeHead(200).end();
    }
    if (path.endsWith('/auth/logout')) {
      const session = known ?? this.sessions.get((COOKIE.exec(headers.cookie ?? '')?.[1] ?? '').split('.')[0]!);
      if (!session) return void refuse(401, 'missing_access_token');
      session.isOver = true;
      return void json(200, { message: 'You are signed out.' }, cleared);
    }
    if (!isGood)
      return void refuse(401, headers.authorization ? 'invalid_access_token' : 'missing_access_token', {
        'www-authenticate': 'Bearer error="invalid_token"',
      });
    if (path.endsWith('/auth/me'))
      return void json(200, { id: known.username, username: known.username, roles: ['user'] });
    if (path.endsWith('/auth/password/change'))
      return void refuse(401, 'invalid_credentials', { 'www-authenticate': 'Bearer' });
    json(200, { method, path, body });
  }
}
