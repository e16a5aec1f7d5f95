import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { WhenPresent } from '#common/validation/fields.js';
import { FullName, RoleNames, Username } from './fields.js';

export class ChangeProfileDto {
  @ApiProperty({ required: false }) @WhenPresent() @Username() username?: string;
  @FullName() full_name?: string | null;
}

export class ChangeUserDto extends ChangeProfileDto {
  @ApiProperty({ required: false, description: 'false ends all sessions of the user at once' })
  @WhenPresent()
  @IsBoolean()
  is_active?: boolean;

  @WhenPresent() @RoleNames() roles?: string[];
}
