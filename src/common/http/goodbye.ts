import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the service end. Answers given while it closes end their connection: kept alive, it would keep the service alive.
 * So would a connection on which nothing was asked yet, which browsers and others open ahead: Node takes it for busy.
 */
export function sayGoodbye(server: FastifyInstance): void {
  const silent = new Set<Socket>();
  let closing = false;

  server.server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.server.on('request', ({ socket }: { socket: Socket }) => silent.delete(socket));

  server.addHook('preClose', (done) => {
    closing = true;
    for (const socket of silent) socket.destroy();
    done();
  });

  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
}
