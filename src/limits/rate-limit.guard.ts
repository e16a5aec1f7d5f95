import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '#common/crypto/secrets.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { RATE_LIMIT, type RateLimitName, type RateLimitRule, TooManyRequests } from './rate-limit.js';

/** Counts before anything costly happens. Registered once, in the app module, before the guards that ask who it is. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {
    super(options, storage, reflector);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return !this.config.limits.enabled || this.reflector.get(RATE_LIMIT, context.getHandler()) === undefined;
  }

  /** Headers as in draft-ietf-httpapi-ratelimit-headers. */
  protected override async handleRequest(props: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler, blockDuration, getTracker } = props;
    const name = throttler.name!;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const rule = this.reflector.get<RateLimitRule>(RATE_LIMIT, context.getHandler());
    if (!(typeof rule === 'function' ? rule(request.body) : rule).includes(name as RateLimitName)) return true;

    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const address = await this.getTracker(request as never);
    const tracker = await getTracker(request as never, context);
    // Digested: what people typed as their name does not belong into a table of counters.
    const key = sha256([name, address, tracker].join('\n')).toString('base64url');
    const counted = await this.storageService.increment(key, ttl, limit, blockDuration, name);

    const left = Math.max(0, limit - counted.totalHits);
    const seconds = Math.ceil(counted.isBlocked ? counted.timeToBlockExpire : counted.timeToExpire);
    addToList(reply, 'ratelimit-policy', `"${name}";q=${limit};w=${Math.round(ttl / 1000)}`);
    addToList(reply, 'ratelimit', `"${name}";r=${counted.isBlocked ? 0 : left};t=${seconds}`);
    if (!counted.isBlocked) return true;

    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(Math.max(1, seconds)) } });
  }
}

/** Several limits may hold for one route; each is an item of the same header field, the narrowest first. */
function addToList(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  void reply.header(name, before === undefined ? item : `${item}, ${String(before)}`);
}
