import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCursor } from './cursor.js';
import type { RevocationFeed } from './revocation-feed.service.js';

/** So often it is said, signed, that there is nothing new: a comment could come from anybody. */
const FRESH_MS = 5_000;

/** Silence is broken so often, so that both ends notice when the other one is gone. */
const HEARTBEAT_MS = 1_000;

/** Where too many wait the stream ends, and its client asks again after so long. */
const COME_BACK_MS = 5_000;

/** The feed as server-sent events: one event for each change, a comment each second. */
export function eventStream(
  feed: RevocationFeed,
  since: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // A client that comes back says by itself what it has seen.
  const known = since ?? decodeCursor(String(request.headers['last-event-id'] ?? ''));
  void reply
    .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
    .type('text/event-stream')
    .send(Readable.from(events(feed, known, endOf(reply))));
}

async function* events(feed: RevocationFeed, since: string | undefined, signal: AbortSignal): AsyncGenerator<string> {
  let known = since;
  for (let saidAt = -Infinity; !signal.aborted && !feed.ended;) {
    const first = saidAt === -Infinity;
    const { cursor, signed, news } = await feed.after(known, first ? 0 : HEARTBEAT_MS, signal);
    // It was not waited: going on would be saying nothing as fast as can be.
    if (!first && feed.isFull) return yield `retry: ${COME_BACK_MS}\n\n`;
    if (!news && performance.now() - saidAt < FRESH_MS) {
      yield ':\n\n';
      continue;
    }
    yield `event: revocations\nid: ${cursor}\ndata: ${signed}\n\n`;
    saidAt = performance.now();
    known = decodeCursor(cursor);
  }
}

/** Whoever has gone away is not waited for. */
export function endOf(reply: FastifyReply): AbortSignal {
  const end = new AbortController();
  reply.raw.once('close', () => end.abort());
  return end.signal;
}
