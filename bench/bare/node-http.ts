import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../support/child.ts';
import type { BareOrigin } from './fastify.ts';

// node:http with one answer and nothing else: below it there is no HTTP server in JavaScript.
const body = JSON.stringify({ status: 'ok' });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
const server = createServer((_, response) => response.writeHead(200, headers).end(body));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

answerParent(async (): Promise<BareOrigin> => ({ origin: `http://127.0.0.1:${port}` }));
