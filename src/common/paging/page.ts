import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Page<T> {
  readonly items: T[];
  readonly total: number;
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** Writes `X-Total-Count` and, when there is more, `Link: <…>; rel="next"` (RFC 8288). Returns the items. */
export function sendPage<T>({ items, total, next }: Page<T>, request: FastifyRequest, reply: FastifyReply): T[] {
  void reply.header('x-total-count', total);
  if (next !== undefined) {
    const [path = '', search] = request.url.split('?');
    const query = new URLSearchParams(search);
    query.delete('skip');
    query.set('cursor', next);
    void reply.header('link', `<${path}?${query.toString()}>; rel="next"`);
  }
  return items;
}
