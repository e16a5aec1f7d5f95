import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface EndpointAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

type Answering = (asked: Asked) => EndpointAnswer | 'nothing';

/** A service of somebody else, on loopback. What it answers is changed while it runs. */
export class Endpoint {
  readonly asked: Asked[] = [];

  static async start(answering: Answering): Promise<Endpoint> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = new Endpoint(server, answering);
    server.on('request', (request, response) => {
      void endpoint.answer(request, response);
    });
    return endpoint;
  }

  private constructor(
    private readonly server: Server,
    public answering: Answering,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const asked = { method, path, headers, body: await text(request) };
    this.asked.push(asked);
    const answer = this.answering(asked);
    // Then it is the other side that ends it.
    if (answer === 'nothing') return;
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
