export { UserDto } from './dto/user.dto.js';
export { Email, FullName, NewPassword, Username } from './dto/fields.js';
export { EmailTaken, UsernameTaken, UserNotFound } from './users.errors.js';
export { UsersModule } from './users.module.js';
export { UsersService } from './users.service.js';
export type { UserRow } from './user.statements.js';
