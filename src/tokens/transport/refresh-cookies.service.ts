import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput } from '#common/errors/index.js';
import { isCookieMode, refreshCookie, refreshCookiesOf } from '#common/token-transport.js';
import { Config } from '#config/index.js';
import { InvalidRefreshToken, MissingRefreshToken, RefreshTokenReused } from '../refresh/refresh.errors.js';
import { RefreshTokenCodec, type RefreshTokenContent } from '../refresh/refresh-token.codec.js';
import { type EndReason, type LiveSession, SessionsService } from '../refresh/sessions.service.js';
import type { TokenDto } from '../token.dto.js';

/** A browser may have kept a stale cookie of the same name, or two. More are somebody's who wants us to be busy. */
const MOST_SESSIONS = 8;

/** Sessions of browsers, whose refresh token is in the cookie. */
@Injectable()
export class RefreshCookiesService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly codec: RefreshTokenCodec,
    private readonly config: Config,
  ) {}

  /** As `SessionsService.rotate`, by the cookie. A cookie that is refused is cleared. */
  async rotate(request: FastifyRequest, reply: FastifyReply): Promise<LiveSession> {
    if (!isCookieMode(request)) throw new InvalidInput([TOKEN_NEEDED]);
    const shown = refreshCookiesOf(request).filter((token) => token !== '');
    // Nothing is cleared where nothing came: the answer to a sign-in may be on its way, with the cookie of its session.
    if (shown.length === 0) throw new MissingRefreshToken();
    let refusal: Error = new InvalidRefreshToken();
    for (const content of this.genuine(shown)) {
      try {
        return await this.sessions.rotate(this.codec.encode(content));
      } catch (error) {
        if (!(error instanceof InvalidRefreshToken || error instanceof RefreshTokenReused)) throw error;
        // A session that is over does not hide one that lives; of two refusals a replay says more.
        if (!(refusal instanceof RefreshTokenReused)) refusal = error;
      }
    }
    refreshCookie.clear(reply);
    throw refusal;
  }

  /** Puts the refresh token of an answer into the cookie. Another session that was in it ends (ASVS 7.2.4). */
  async handOut(answer: TokenDto, request: FastifyRequest, reply: FastifyReply): Promise<TokenDto> {
    const { refresh_token, ...rest } = answer;
    if (refresh_token === undefined) return answer;
    const shown = this.genuine(refreshCookiesOf(request));
    const sessionId = this.codec.decode(refresh_token)?.sessionId;
    if (!shown.some((content) => content.sessionId === sessionId)) await this.end(shown, 'replaced');
    refreshCookie.set(reply, refresh_token, this.config.tokens.refreshIdleSeconds);
    return rest;
  }

  /** Ends the session of the cookie, whichever of its tokens that holds, and clears it. */
  async logOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!isCookieMode(request)) return;
    await this.end(this.genuine(refreshCookiesOf(request)), 'logout');
    refreshCookie.clear(reply);
  }

  /** Clears the cookie where its session has ended: by this very request, or before. */
  async clearDead(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const shown = this.genuine(refreshCookiesOf(request)).map(({ sessionId }) => sessionId);
    if (shown.length > 0 && !(await this.sessions.anyAlive(shown))) refreshCookie.clear(reply);
  }

  private async end(shown: readonly RefreshTokenContent[], reason: EndReason): Promise<void> {
    for (const content of shown) await this.sessions.endOf(this.codec.encode(content), reason);
  }

  /** What genuine tokens say, one of each session; the youngest session first, which its id tells (RFC 9562 §5.7). */
  private genuine(tokens: readonly string[]): RefreshTokenContent[] {
    const counters = new Map<string, number>();
    for (const { sessionId, counter } of tokens.flatMap((token) => this.codec.decode(token) ?? [])) {
      counters.set(sessionId, Math.max(counter, counters.get(sessionId) ?? 0));
    }
    return [...counters]
      .map(([sessionId, counter]) => ({ sessionId, counter }))
      .toSorted((a, b) => (a.sessionId < b.sessionId ? 1 : -1))
      .slice(0, MOST_SESSIONS);
  }
}

const TOKEN_NEEDED = { pointer: '/refresh_token', detail: 'refresh_token is needed.', code: 'required' };
