import { DomainError } from '#common/errors/index.js';

export class RoleNotFound extends DomainError {
  static override readonly spec = { code: 'role_not_found', status: 404, title: 'There is no such role' };
}

export class RoleTaken extends DomainError {
  static override readonly spec = { code: 'role_taken', status: 409, title: 'There is a role of this name already' };
}

export class RoleInUse extends DomainError {
  static override readonly spec = {
    code: 'role_in_use',
    status: 409,
    title: 'Somebody has this role',
    detail: 'Take it from its holders first.',
  };
}

export class BuiltInRole extends DomainError {
  static override readonly spec = { code: 'built_in_role', status: 409, title: 'This role comes with the service' };
}
