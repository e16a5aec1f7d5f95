import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '#common/crypto/secrets.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import type { Counted, Hit } from './hit.js';
import { RATE_LIMIT, type RateLimitOptions, type RateLimitRule, TooManyRequests } from './rate-limit.js';
import { RequestCounters } from './request-counters.js';

/**
 * Counts before anything costly happens. Registered once, in the app module, before the guards that ask who it is. The
 * guard that it extends asks the storage for one limit after the other; this one asks for all of a route at once.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly storage: RequestCounters,
    reflector: Reflector,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {
    super(options, storage, reflector);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<RateLimitRule | undefined>(RATE_LIMIT, context.getHandler());
    if (rule === undefined || !this.config.limits.enabled) return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const names = typeof rule === 'function' ? rule(request.body) : rule;
    const limits = (this.throttlers as RateLimitOptions[]).filter(({ name }) => names.includes(name));
    const hits = await Promise.all(limits.map((limit) => this.hitOf(limit, request, context)));
    const all = await this.storage.incrementAll(hits);
    all.forEach((counted, index) => this.tell(reply, limits[index]!, counted));
    return true;
  }

  private async hitOf(options: RateLimitOptions, request: FastifyRequest, context: ExecutionContext): Promise<Hit> {
    const { name, limit, ttl, getTracker } = options;
    const address = await this.getTracker(request as never);
    const tracker = await getTracker(request as never, context);
    // Digested: what people typed as their name does not belong into a table of counters.
    return { key: sha256([name, address, tracker].join('\n')).toString('base64url'), limit, ttl, blockDuration: ttl };
  }

  /** Headers as in draft-ietf-httpapi-ratelimit-headers. Throws TooManyRequests. */
  private tell(reply: FastifyReply, { name, limit, ttl }: RateLimitOptions, counted: Counted): void {
    const left = Math.max(0, limit - counted.totalHits);
    const seconds = Math.ceil(counted.isBlocked ? counted.timeToBlockExpire : counted.timeToExpire);
    addToList(reply, 'ratelimit-policy', `"${name}";q=${limit};w=${Math.round(ttl / 1000)}`);
    addToList(reply, 'ratelimit', `"${name}";r=${counted.isBlocked ? 0 : left};t=${seconds}`);
    if (!counted.isBlocked) return;

    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(Math.max(1, seconds)) } });
  }
}

/** Several limits may hold for one route; each is an item of the same header field, the narrowest first. */
function addToList(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  void reply.header(name, before === undefined ? item : `${item}, ${String(before)}`);
}
