import type { ExecutionContext } from '@nestjs/common';

interface HttpRequest {
  headers?: { authorization?: string; Authorization?: unknown };
  user?: unknown;
}

interface GraphqlContext {
  req?: HttpRequest;
  request?: HttpRequest;
  reply?: { request?: HttpRequest };
  connectionParams?: Record<string, unknown>;
}

/** What a call comes with, by which its user is found again: the request, the socket, the context of the message. */
export function carrierOf(context: ExecutionContext): object | undefined {
  switch (context.getType<string>()) {
    case 'http':
      return context.switchToHttp().getRequest<object>();
    case 'ws':
      return context.switchToWs().getClient<object>();
    case 'graphql':
      return requestOf(graphqlContext(context)) ?? graphqlContext(context);
    case 'rpc':
      // The data first: it is of this message alone, whatever a transport of one's own hands over as context.
      return (
        objectOr(context.switchToRpc().getData<unknown>()) ?? objectOr(context.switchToRpc().getContext<unknown>())
      );
    default:
      return undefined;
  }
}

/** A resolver gets root, arguments, context, info. */
export function graphqlContext(context: ExecutionContext): GraphqlContext | undefined {
  return context.getArgs<[unknown, unknown, GraphqlContext | undefined]>()[2];
}

/** Apollo and Yoga call it `req`, Yoga also `request`, Mercurius has it behind `reply`. */
export function requestOf(context: GraphqlContext | undefined): HttpRequest | undefined {
  return context?.req ?? context?.request ?? context?.reply?.request;
}

function objectOr(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
