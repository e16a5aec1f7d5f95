import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '#common/crypto/secrets.js';
import { FLOW_SECONDS } from './flows.service.js';

const COOKIE = 'gatehouse_social';
const SECRET = /^[\w-]{43}$/;

/**
 * What ties a sign-in to the browser that it was begun in (RFC 9700 §4.7). One for each, so that two tabs do not end
 * each other's. `Lax`, because people come back from another site; `__Host-` (RFC 6265bis §4.1.3.2) for https.
 */
export function rememberFlow(reply: FastifyReply, state: string, browserSecret: string): void {
  setCookie(reply, state, browserSecret, FLOW_SECONDS);
}

export function forgetFlow(reply: FastifyReply, state: string): void {
  setCookie(reply, state, '', 0);
}

/** Two of one name: whoever can plant the second one gets nothing by it, but the sign-in is refused. */
export function browserSecretIn({ headers, protocol }: FastifyRequest, state: string): string | undefined {
  const name = nameOf(state, protocol === 'https');
  const values = (headers.cookie ?? '').split(';').flatMap((cookie) => {
    const [key, value = ''] = cookie.trim().split('=', 2);
    return key === name ? [value] : [];
  });
  return values.length === 1 && SECRET.test(values[0]!) ? values[0] : undefined;
}

function setCookie(reply: FastifyReply, state: string, value: string, seconds: number): void {
  const secure = reply.request.protocol === 'https';
  const cookie = `${nameOf(state, secure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
  void reply.header('set-cookie', secure ? `${cookie}; Secure` : cookie);
}

function nameOf(state: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}${COOKIE}_${sha256(state).toString('base64url').slice(0, 8)}`;
}
