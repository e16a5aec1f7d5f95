import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The language that the caller would rather read, as a tag such as `de-AT`; the mail room knows what it has. */
export const PreferredLocale = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  preferredLocaleOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Empty where nothing usable was said. */
export function preferredLocaleOf({ headers }: FastifyRequest): string {
  const [first = ''] = (headers['accept-language'] ?? '').split(/[,;]/, 1);
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(first.trim()) ? first.trim() : '';
}
