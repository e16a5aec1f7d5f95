import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access, InvalidAccessToken, MissingAccessToken, RouteClosed } from '#common/access/index.js';
import { refreshCookiesOf } from '#common/token-transport.js';

/** Closed by default: only a route that says `@Public()` is served without a valid access token. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access?.public) return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access?.orCookie && refreshCookiesOf(request).length > 0) return this.withOrWithoutToken(context);
    // Another scheme is as good as nothing: RFC 6750 §3 names an error only for a token that was sent.
    if (!/^bearer\b/i.test(request.headers.authorization ?? '')) throw new MissingAccessToken();
    await super.canActivate(context);
    if (!access) throw new RouteClosed();
    return true;
  }

  /** A dead access token keeps nobody from signing out. */
  private async withOrWithoutToken(context: ExecutionContext): Promise<boolean> {
    try {
      await super.canActivate(context);
    } catch (error) {
      if (!(error instanceof InvalidAccessToken)) throw error;
    }
    return true;
  }

  /** passport-jwt hands on as `info` what the verification threw: a bad token, or a database that cannot be asked. */
  override handleRequest<User>(error: unknown, user: User, info: unknown): User {
    if (user && !error) return user;
    const cause = error ?? info;
    const noToken = cause instanceof Error && cause.message === 'No auth token';
    throw cause && !noToken ? cause : new InvalidAccessToken();
  }
}
