import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Somebody who has just shown who they are. Whether they may come in is decided by SignInService. */
export interface ProvenUser {
  readonly userId: string;
  /** The stored hash that the password was compared with. */
  readonly checkedHash: string | null;
  /** The same password under today's parameters, when those have changed. */
  readonly betterHash?: string;
}

/** What the local strategy found out. */
export const Proven = createParamDecorator(
  (_: unknown, context: ExecutionContext): ProvenUser => context.switchToHttp().getRequest<{ user: ProvenUser }>().user,
);
