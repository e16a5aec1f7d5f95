import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '#common/crypto/secrets.js';
import { HostCookie } from '#common/http/host-cookie.js';
import { FLOW_SECONDS } from './flows.service.js';

const SECRET = /^[\w-]{43}$/;

/**
 * What ties a sign-in to the browser that it was begun in (RFC 9700 §4.7). One for each, so that two tabs do not end
 * each other's. `Lax`, because people come back from another site.
 */
const cookieOf = (state: string): HostCookie =>
  new HostCookie(`gatehouse_social_${sha256(state).toString('base64url').slice(0, 8)}`, 'Lax');

export function rememberFlow(reply: FastifyReply, state: string, browserSecret: string): void {
  cookieOf(state).set(reply, browserSecret, FLOW_SECONDS);
}

export function forgetFlow(reply: FastifyReply, state: string): void {
  cookieOf(state).clear(reply);
}

/** Two of one name: somebody has planted one of them, and which one nobody can tell. */
export function browserSecretIn(request: FastifyRequest, state: string): string | undefined {
  const values = cookieOf(state).valuesIn(request);
  return values.length === 1 && SECRET.test(values[0]!) ? values[0] : undefined;
}
