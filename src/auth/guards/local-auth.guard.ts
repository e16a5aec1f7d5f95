import { type CanActivate, type ExecutionContext, Injectable, mixin, type Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { InputPipe } from '#common/validation/input.pipe.js';
import { InvalidCredentials } from '../auth.errors.js';

/**
 * Passport's local strategy behind the ordinary check of the body. Guards run before pipes, so the body is checked
 * here: what has not the shape of `metatype` is named (422) and never costs a hash.
 */
export function LocalAuthGuard(metatype: Type): Type<CanActivate> {
  @Injectable()
  class Guard extends AuthGuard('local') {
    private readonly input = new InputPipe();

    override async canActivate(context: ExecutionContext): Promise<boolean> {
      const { body } = context.switchToHttp().getRequest<FastifyRequest>();
      await this.input.transform(body, { type: 'body', metatype });
      return (await super.canActivate(context)) as boolean;
    }

    override handleRequest<User>(error: unknown, user: User): User {
      if (error) throw error;
      if (!user) throw new InvalidCredentials();
      return user;
    }
  }
  return mixin(Guard);
}
