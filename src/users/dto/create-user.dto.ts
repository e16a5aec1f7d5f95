import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Email, FullName, NewPassword, RoleNames, Username } from './fields.js';

export class CreateUserDto {
  @Username() username: string;
  @Email() email: string;
  @ApiProperty({ required: false, description: 'Absent: an invitation goes out by letter' })
  @IsOptional()
  @NewPassword()
  password?: string;
  @FullName() full_name?: string | null;
  @IsOptional() @RoleNames() roles?: string[];
}
