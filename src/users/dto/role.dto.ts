import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Role } from '../role.entity.js';

export const ROLE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

const Description = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, example: 'Answers questions', maxLength: 200 }),
    IsOptional(),
    IsString(),
    MaxLength(200),
  );

const PermissionList = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, type: [String], example: ['users:read', 'tickets:write'] }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(200),
    ArrayUnique(),
    // No blanks: in the `scope` of a token they separate.
    Matches(/^[a-z][a-z0-9_.-]{0,63}:[a-z][a-z0-9_.-]{0,63}$/, {
      each: true,
      message: 'permissions must look like resource:action',
    }),
  );

export class CreateRoleDto {
  @ApiProperty({ example: 'support', pattern: ROLE_NAME.source })
  @Matches(ROLE_NAME, { message: 'name must have 1 to 32 of a-z, 0-9, - and _, and begin with a letter' })
  name: string;

  @Description() description?: string;
  @PermissionList() permissions?: string[];
}

export class ChangeRoleDto {
  @Description() description?: string;
  @PermissionList() permissions?: string[];
}

export class RoleDto {
  @ApiProperty({ example: 'moderator' }) name: string;
  @ApiProperty({ example: 'May look at users' }) description: string;
  @ApiProperty({ type: [String], example: ['users:read', 'roles:read'] }) permissions: string[];
  @ApiProperty({ description: 'Comes with the service' }) built_in: boolean;

  static from({ name, description, permissions, builtIn }: Role): RoleDto {
    return { name, description, permissions, built_in: builtIn };
  }
}
