import { DomainError } from '#common/errors/index.js';

export class UnknownTokenTransport extends DomainError {
  static override readonly spec = {
    code: 'unknown_token_transport',
    status: 400,
    title: 'X-Token-Transport is not usable',
    detail: 'Send `X-Token-Transport: cookie`, or `body`, or leave it out.',
  };
}

/** Before anything was done: neither limits nor the cookie have changed. */
export class OriginNotAllowed extends DomainError {
  static override readonly spec = {
    code: 'origin_not_allowed',
    status: 403,
    title: 'Cookies are not used for this origin',
    detail:
      'In cookie mode a request needs an `Origin` that is the one of PUBLIC_URL or stands in ALLOWED_ORIGINS, and has to come from the same site.',
  };
}

export class CookieModeNeedsHttps extends DomainError {
  static override readonly spec = {
    code: 'cookie_mode_needs_https',
    status: 400,
    title: 'Cookie mode needs https',
    detail: 'Over plain http it is for loopback only. Behind a proxy that ends TLS, name that in TRUSTED_PROXIES.',
  };
}
