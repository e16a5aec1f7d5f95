import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { atTheEnd } from '../support/cleanup.ts';

const REFRESH = '/api/v1/auth/refresh';

export interface LineCounts {
  refreshRequests: number;
  /** Answered with a token, and the answer has arrived. */
  refreshes: number;
  mostInFlight: number;
  lostAnswers: number;
  requests: number;
}

/** The network between the tabs and the service: it counts, loses answers, and lets no token live longer than the clock of the tabs says. */
export class Line {
  readonly counts: LineCounts = { refreshRequests: 0, refreshes: 0, mostInFlight: 0, lostAnswers: 0, requests: 0 };
  /** Whether the answer of a request is thrown away. */
  loses: (isRefresh: boolean) => boolean = () => false;
  /** Where the service is; it moves with a restart. */
  target = '';
  readonly origin: string;
  private readonly born = new Map<string, number>();
  private readonly lifeMs: number;
  private inFlight = 0;
  private lastWasLost = false;

  static async open(lifeMs: number): Promise<Line> {
    const server = createServer((incoming, response) => void line.carry(incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new Line(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, lifeMs);
    atTheEnd(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return line;
  }

  private constructor(origin: string, lifeMs: number) {
    this.origin = origin;
    this.lifeMs = lifeMs;
  }

  /** No refresh is on its way, and the last one has arrived. */
  get isQuiet(): boolean {
    return this.inFlight === 0 && !this.lastWasLost;
  }

  private async carry(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { counts } = this;
    const isRefresh = incoming.url === REFRESH;
    counts.requests += 1;
    if (isRefresh) this.beginRefresh(response);
    const token = incoming.headers.authorization ?? '';
    if ((this.born.get(token) ?? Infinity) + this.lifeMs < performance.now()) return expired(response);
    try {
      const { status, headers, body } = await this.ask(incoming);
      if (isRefresh && status === 200) this.note(body);
      if (this.loses(isRefresh)) {
        counts.lostAnswers += 1;
        this.lastWasLost ||= isRefresh;
        response.destroy();
        return;
      }
      if (isRefresh) {
        this.lastWasLost = response.destroyed;
        if (status === 200 && !response.destroyed) counts.refreshes += 1;
      }
      response.writeHead(status, headers).end(body);
    } catch {
      this.lastWasLost ||= isRefresh;
      response.destroy();
    }
  }

  private beginRefresh(response: ServerResponse): void {
    const { counts } = this;
    counts.refreshRequests += 1;
    this.inFlight += 1;
    counts.mostInFlight = Math.max(counts.mostInFlight, this.inFlight);
    response.once('close', () => (this.inFlight -= 1));
  }

  private note(body: Buffer): void {
    const { access_token } = JSON.parse(body.toString()) as { access_token: string };
    this.born.set(`Bearer ${access_token}`, performance.now());
  }

  private async ask(incoming: IncomingMessage) {
    const sent = await buffer(incoming);
    const { method, url = '', headers } = incoming;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(this.target + url, { method, headers }, resolve)
        .on('error', reject)
        .end(sent);
    });
    return { status: answer.statusCode!, headers: answer.headers, body: await buffer(answer) };
  }
}

function expired(response: ServerResponse): void {
  const problem = { type: 'urn:problem:gatehouse:invalid_access_token', title: 'Expired', status: 401 };
  response
    .writeHead(401, { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer error="invalid_token"' })
    .end(JSON.stringify({ ...problem, code: 'invalid_access_token' }));
}
