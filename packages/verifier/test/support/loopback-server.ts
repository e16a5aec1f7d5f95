import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestIssuer, type TestIssuerOptions } from '@gatehouse/verifier/testing';

/** Answers in place of the issuer. */
export type Fault = (request: IncomingMessage, response: ServerResponse, proper: () => Promise<Response>) => unknown;

/** A TestIssuer over real HTTP on the loopback interface, which counts what it is asked and misbehaves when told to. */
export class LoopbackServer {
  readonly asked: string[] = [];
  fault: Fault | undefined;
  issuer!: TestIssuer;
  private server = createServer((request, response) => void this.answer(request, response));

  static async start(options: TestIssuerOptions = {}): Promise<LoopbackServer> {
    const server = new LoopbackServer();
    const port = await server.listen(0);
    server.issuer = new TestIssuer({ ...options, issuer: `http://127.0.0.1:${port}` });
    return server;
  }

  /** A server that is away, at an address where it will be. */
  static async away(): Promise<LoopbackServer> {
    const server = await LoopbackServer.start();
    await server.stop();
    return server;
  }

  count(part: string): number {
    return this.asked.filter((url) => url.includes(part)).length;
  }

  dropConnections(): void {
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.dropConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async comeBack(): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await this.listen(Number(new URL(this.issuer.issuer).port));
  }

  private listen(port: number): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(request.url!);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const proper = () => this.issuer.fetch(`${this.issuer.issuer}${request.url}`, { signal: gone.signal });
    try {
      if (this.fault !== undefined) {
        await this.fault(request, response, proper);
        return;
      }
      const answer = await proper();
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    } catch {
      response.destroy();
    }
  }
}
