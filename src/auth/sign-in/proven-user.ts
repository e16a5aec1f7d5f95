import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Admission } from '#tokens/index.js';

/** Somebody who has just shown who they are. Whether they may come in is decided by SignInService. */
export interface ProvenUser {
  readonly userId: string;
  /** Holds only while what they have shown holds: a password or an identity may be gone by the time they come in. */
  readonly admission: Admission;
}

/** What the local strategy found out. */
export const Proven = createParamDecorator(
  (_: unknown, context: ExecutionContext): ProvenUser => context.switchToHttp().getRequest<{ user: ProvenUser }>().user,
);
