import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Registry } from './prometheus.js';

interface Source {
  /** The Prometheus text. */
  read(): Promise<string>;
  report(error: unknown): void;
}

/** Answers `GET /metrics` and nothing else. Throws where it cannot listen, and says which setting to change. */
export async function listenForMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  source: Source,
): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response, source));
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`The metrics cannot be served on ${host}:${port}: ${reason(cause)}`, { cause });
  }
  return server;
}

async function answer({ method, url }: IncomingMessage, response: ServerResponse, source: Source): Promise<void> {
  if (method !== 'GET' || url?.split('?', 1)[0] !== '/metrics') {
    response.writeHead(404).end();
    return;
  }
  try {
    const text = await source.read();
    response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text);
  } catch (error) {
    source.report(error);
    response.writeHead(500).end();
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'the port is in use. Choose another METRICS_PORT.';
  if (code === 'EACCES') return 'the port is reserved for the administrator of the machine.';
  return message;
}
