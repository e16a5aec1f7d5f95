import { fastify } from 'fastify';
import { answerParent } from '../support/child.ts';

// Fastify with one route and nothing else, on the same processor: the yardstick that makes figures of different
// machines comparable.
const server = fastify();
server.get('/', () => ({ status: 'ok' }));
const origin = await server.listen({ port: 0, host: '127.0.0.1' });

export interface BareOrigin {
  readonly origin: string;
}

answerParent(async (): Promise<BareOrigin> => ({ origin }));
