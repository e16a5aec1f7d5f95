import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { VerifiedToken } from '@gatehouse/verifier';
import { carrierOf } from './carrier.js';

const users = new WeakMap<object, VerifiedToken>();

export function rememberUser(context: ExecutionContext, user: VerifiedToken): void {
  const carrier = carrierOf(context);
  if (carrier === undefined) return;
  users.set(carrier, user);
  // Where Passport puts it, and where other guards, loggers and interceptors look for it.
  const isRequest = ['http', 'graphql'].includes(context.getType<string>()) && 'headers' in carrier;
  if (isRequest) (carrier as { user?: VerifiedToken }).user = user;
}

/** Whom the call's token speaks for; `undefined` on a public route. */
export function currentUser(context: ExecutionContext): VerifiedToken | undefined {
  const carrier = carrierOf(context);
  return carrier && users.get(carrier);
}

/** `@CurrentUser() user: VerifiedToken`, or one property of it: `@CurrentUser('subject') id: string`. */
export const CurrentUser = createParamDecorator(
  (property: keyof VerifiedToken | undefined, context: ExecutionContext) => {
    const user = currentUser(context);
    return property === undefined ? user : user?.[property];
  },
);
