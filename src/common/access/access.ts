import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiOAuth2 } from '@nestjs/swagger';
import { Fails } from '../errors/index.js';
import {
  EmailNotVerified,
  InsufficientPermission,
  InsufficientRole,
  InvalidAccessToken,
  MissingAccessToken,
} from './access.errors.js';
import type { Principal } from './principal.js';

/**
 * What a handler says about who may call it. Metadata only: the guards that judge it are registered once, in the app
 * module. A handler that says nothing is closed.
 */
export const ACCESS = 'gatehouse:access';

export interface Access {
  readonly public?: boolean;
  /** Any one of these roles. */
  readonly roles?: readonly string[];
  /** All of these permissions. */
  readonly permissions?: readonly string[];
  /** A user may always do it to the account whose id is in the path. */
  readonly orSelf?: boolean;
  readonly verifiedEmail?: boolean;
  /** In cookie mode whoever shows a refresh cookie may come without an access token, and is not known by name. */
  readonly orCookie?: boolean;
}

/** Open to everybody. Credentials that are sent are not looked at. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, { public: true } satisfies Access);

/** Open to every signed-in user. */
export const Authenticated = (): MethodDecorator => closed({});

/** As `Authenticated`; in cookie mode also to whoever shows a refresh cookie, and then there may be no user. */
export const AuthenticatedOrCookie = (): MethodDecorator => closed({ orCookie: true });

/** Open to signed-in users with at least one of the roles. */
export const Roles = (...roles: [string, ...string[]]): MethodDecorator => closed({ roles }, Fails(InsufficientRole));

/** Open to signed-in users with all of the permissions (`resource:action`). */
export const Permissions = (...permissions: [string, ...string[]]): MethodDecorator =>
  closed({ permissions }, Fails(InsufficientPermission));

/** As `Permissions`, and to the user whose own id stands in the path as `:id`. */
export const SelfOrPermissions = (...permissions: [string, ...string[]]): MethodDecorator =>
  closed({ permissions, orSelf: true }, Fails(InsufficientPermission));

/** Open to signed-in users who have proven that their e-mail address is theirs. */
export const VerifiedEmail = (): MethodDecorator => closed({ verifiedEmail: true }, Fails(EmailNotVerified));

/** The signed-in user, as the access token tells it: no row is read. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => context.switchToHttp().getRequest<{ user: Principal }>().user,
);

/** Conditions on one handler add up: each decorator adds its own to what is already said. */
function closed(access: Access, ...more: MethodDecorator[]): MethodDecorator {
  return applyDecorators(
    (_target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
      const handler = descriptor!.value as object;
      const before = Reflect.getMetadata(ACCESS, handler) as Access | undefined;
      Reflect.defineMetadata(ACCESS, { ...before, ...access }, handler);
    },
    ApiBearerAuth('bearer'),
    ApiOAuth2([], 'password'),
    Fails(MissingAccessToken, InvalidAccessToken),
    ...more,
  );
}
