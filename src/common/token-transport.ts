import type { FastifyRequest } from 'fastify';
import { HostCookie } from './http/host-cookie.js';

/** As Node spells it. A page of another site cannot send it without asking first (CORS), so it keeps CSRF out, too. */
export const TOKEN_TRANSPORT_HEADER = 'x-token-transport';

/** Where a browser keeps its refresh token: out of reach of scripts and, being Strict, of other sites. */
export const refreshCookie = new HostCookie('gatehouse_refresh', 'Strict');

const inCookieMode = new WeakSet<FastifyRequest>();

/** For the guard alone, which has judged where the request comes from. */
export function admitToCookieMode(request: FastifyRequest): void {
  inCookieMode.add(request);
}

/** Whether refresh tokens of this request travel in the cookie. */
export function isCookieMode(request: FastifyRequest): boolean {
  return inCookieMode.has(request);
}

/** The one place where the cookie is read. In any other mode there is none, whatever the browser has sent along. */
export function refreshCookiesOf(request: FastifyRequest): string[] {
  return isCookieMode(request) ? refreshCookie.valuesIn(request) : [];
}
