import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, ValidateIf } from 'class-validator';
import { FullName, RoleNames, Username } from './fields.js';

/** Absent is "leave it"; null is not a value for these. */
const WhenPresent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

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
