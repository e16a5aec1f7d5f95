import { IsOptional } from 'class-validator';
import { Email, FullName, NewPassword, RoleNames, Username } from './fields.js';

export class CreateUserDto {
  @Username() username: string;
  @Email() email: string;
  @NewPassword() password: string;
  @FullName() full_name?: string | null;
  @IsOptional() @RoleNames() roles?: string[];
}
