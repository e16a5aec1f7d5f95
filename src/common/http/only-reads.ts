import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** Says of a POST that it changes nothing, and is asked as often as a GET would be: a token does not fit into a URL. */
export const OnlyReads = (): MethodDecorator => RouteConfig({ onlyReads: true });

export function onlyReads({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { readonly onlyReads?: boolean } | undefined)?.onlyReads === true;
}
