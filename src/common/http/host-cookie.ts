import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * A cookie of ours alone: over https under a name with `__Host-`, which browsers take only from this very host
 * (RFC 6265bis §4.1.3.2); over plain http, which is for loopback, without. It is written and cleared here, so always
 * with the same attributes: a browser takes another set of them for another cookie.
 */
export class HostCookie {
  constructor(
    private readonly name: string,
    private readonly sameSite: 'Lax' | 'Strict',
  ) {}

  /** All that came under the name, for a browser may have kept several: which one is meant, the reader must tell. */
  valuesIn(request: FastifyRequest): string[] {
    const name = this.nameFor(request);
    return pairsIn(request.headers.cookie).flatMap(([key, value]) => (key === name ? [unquoted(value)] : []));
  }

  /** `value` is of characters that need no quoting (RFC 6265 §4.1.1). */
  set(reply: FastifyReply, value: string, maxAgeSeconds: number): void {
    const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${this.sameSite}`;
    const cookie = `${this.nameFor(reply.request)}=${value}; ${attributes}`;
    // Fastify adds to what stands there: each cookie is a header field of its own.
    void reply.header('set-cookie', isHttps(reply.request) ? `${cookie}; Secure` : cookie);
  }

  clear(reply: FastifyReply): void {
    this.set(reply, '', 0);
  }

  private nameFor(request: FastifyRequest): string {
    return isHttps(request) ? `__Host-${this.name}` : this.name;
  }
}

/** As the outside sees it: a trusted proxy may have ended TLS. */
export function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}

/** RFC 6265 §5.4. What is no pair is passed over; nothing in it is decoded. */
function pairsIn(header: string | undefined): [string, string][] {
  return (header ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1).trim()] satisfies [string, string]] : [];
  });
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}
