import { RouteConfig } from '@nestjs/platform-fastify';

/** What a page may read of an answer besides its body. A header that is new and meant for clients belongs here. */
const EXPOSED_HEADERS = [
  'Content-Disposition',
  'Date',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Server-Timing',
  'WWW-Authenticate',
  'X-Device-Token',
  'X-Request-Id',
  'X-Total-Count',
];

/** What a page may send. Said, not reflected: a preflight is a place where we can still say no. */
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'X-Challenge-Response',
  'X-Device-Token',
  'X-Request-Id',
  'X-Token-Transport',
];

const PREFLIGHT_SECONDS = 600;

/** For pages of the origins that the operator has named, letter by letter, and with their cookies. */
export function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    credentials: true,
    maxAge: PREFLIGHT_SECONDS,
    // OPTIONS that is no preflight is answered like one, instead of by a refusal in plain text.
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
  };
}

/** The same for answers that no hook has passed. None for an origin that is not one of these. */
export function corsHeaders(origins: readonly string[], origin: string | undefined): Record<string, string> {
  if (origin === undefined || !origins.includes(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
  };
}

/**
 * For documents that are public, signed or about ourselves, and the same for everybody: whoever verifies tokens in a
 * browser, on whatever page, needs them, and caches may keep one copy for all. Without cookies, so that nothing is told
 * of anybody.
 */
export const ReadableByAnyOrigin = (): MethodDecorator =>
  RouteConfig({ cors: { origin: '*', credentials: false, exposedHeaders: ['ETag'] } });
