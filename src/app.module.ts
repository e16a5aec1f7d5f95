import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ApiDocsModule } from '#api-docs/index.js';
import { AuditModule } from '#audit/index.js';
import { AuthModule, JwtAuthGuard, PermissionsGuard, RolesGuard } from '#auth/index.js';
import { CommonModule } from '#common/common.module.js';
import { ProblemFilter } from '#common/errors/index.js';
import { MediaTypeGuard } from '#common/http/media-type.guard.js';
import { InputPipe } from '#common/validation/input.pipe.js';
import { type Config, ConfigModule } from '#config/index.js';
import { DatabaseModule } from '#database/index.js';
import { HealthModule } from '#health/index.js';
import { IdempotencyModule } from '#idempotency/index.js';
import { LimitsModule, RateLimitGuard } from '#limits/index.js';
import { MailModule } from '#mail/index.js';
import { MetricsModule } from '#metrics/index.js';
import { OAuthModule } from '#oauth/index.js';
import { PagesModule } from '#pages/index.js';
import { RedisModule } from '#redis/index.js';
import { SocialModule } from '#social/index.js';
import { TokensModule, TokenTransportGuard } from '#tokens/index.js';
import { TracingModule } from '#tracing/index.js';
import { UsersModule } from '#users/index.js';

/** The map: every room, and the guards, the pipe and the filter that every request passes. */
@Module({
  imports: [
    CommonModule,
    DatabaseModule,
    RedisModule,
    AuditModule,
    HealthModule,
    IdempotencyModule,
    LimitsModule,
    MailModule,
    MetricsModule,
    TracingModule,
    TokensModule,
    UsersModule,
    AuthModule,
    OAuthModule,
    ApiDocsModule,
    PagesModule,
  ],
  providers: [
    // In this order: what is cheap and tells nothing comes first, who it is before what they may.
    { provide: APP_GUARD, useClass: TokenTransportGuard },
    { provide: APP_GUARD, useClass: MediaTypeGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
    { provide: APP_GUARD, useClass: PermissionsGuard },
    { provide: APP_PIPE, useClass: InputPipe },
    { provide: APP_FILTER, useExisting: ProblemFilter },
  ],
})
export class AppModule {
  static with(config: Config): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.forRoot(config), SocialModule.with(config)] };
  }
}
