import type { FastifyInstance } from 'fastify';

/** Answers given while the service closes end their connection: kept alive, it would keep the service alive. */
export function sayGoodbye(server: FastifyInstance): void {
  let closing = false;

  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });

  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
}
