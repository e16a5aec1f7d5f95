import type { FastifyReply } from 'fastify';

/** Adds to what the answer depends on: CORS has said `Origin` already. */
export function addVary(reply: FastifyReply, field: string): void {
  const before = reply.getHeader('vary');
  void reply.header('vary', before === undefined ? field : `${String(before)}, ${field}`);
}
