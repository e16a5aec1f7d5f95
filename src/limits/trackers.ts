import type { FastifyRequest } from 'fastify';
import { sha256 } from '#common/crypto/secrets.js';
import { sessionPartOf } from '#common/refresh-token-layout.js';
import { refreshCookiesOf } from '#common/token-transport.js';

/** What is counted besides the address. The body is not validated yet: anything may be in it. */

/** Spellings of one name share a counter; all doors that take a name and a password share it too. */
export const trackAccount = (request: Record<string, unknown>): string =>
  memberOf(request, 'username').normalize('NFKC').trim().toLowerCase();

export const trackEmail = (request: Record<string, unknown>): string =>
  memberOf(request, 'email').normalize('NFKC').trim().toLowerCase();

/**
 * Whether the session is a real one is not known yet, so sessions share a fixed number of counters: invented tokens
 * cannot fill the table.
 */
export const trackSession = (request: Record<string, unknown>): string =>
  String(sha256(sessionPartOf(memberOf(request, 'refresh_token') || cookieOf(request)))[0]);

export const trackNothing = (): string => '';

function cookieOf(request: Record<string, unknown>): string {
  return refreshCookiesOf(request as unknown as FastifyRequest)[0] ?? '';
}

function memberOf(request: Record<string, unknown>, name: string): string {
  const { body } = request as unknown as FastifyRequest;
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
