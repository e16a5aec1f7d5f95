import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isHttps } from '#common/http/host-cookie.js';
import { admitToCookieMode, TOKEN_TRANSPORT_HEADER } from '#common/token-transport.js';
import { Config } from '#config/index.js';
import { CookieModeNeedsHttps, OriginNotAllowed, UnknownTokenTransport } from './transport.errors.js';

/** Fetch Metadata: pages of this site. `none` is somebody who typed the address, and types no headers. */
const OWN_SITE = ['same-origin', 'same-site'];
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Judges where a request in cookie mode comes from, before limits, authentication and all else (ASVS 3.5.1, 3.5.3).
 * Registered once, as the first guard. Without its word the cookie is neither read nor written.
 */
@Injectable()
export class TokenTransportGuard implements CanActivate {
  private readonly origins: ReadonlySet<string>;

  constructor({ publicUrl, http }: Config) {
    this.origins = new Set([new URL(publicUrl).origin, ...http.allowedOrigins]);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = request.headers[TOKEN_TRANSPORT_HEADER];
    if (asked === undefined || asked === 'body') return true;
    if (asked !== 'cookie') throw new UnknownTokenTransport();
    if (isPlainRead(request)) return true;
    if (!this.isFromOwnSite(request)) throw new OriginNotAllowed();
    if (!isHttps(request) && !LOOPBACK.test(request.hostname)) throw new CookieModeNeedsHttps();
    admitToCookieMode(request);
    return true;
  }

  private isFromOwnSite({ headers }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    const isOwn = site === undefined || (typeof site === 'string' && OWN_SITE.includes(site));
    return isOwn && headers.origin !== undefined && this.origins.has(headers.origin);
  }
}

/** Browsers send no Origin with a GET to their own (Fetch §3.2). No read has to do with the cookie, so it gets none. */
function isPlainRead({ method, headers }: FastifyRequest): boolean {
  return ['GET', 'HEAD'].includes(method) && headers.origin === undefined;
}
