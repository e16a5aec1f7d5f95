import { ApiProperty } from '@nestjs/swagger';
import type { Role } from '../role.entity.js';

export class RoleDto {
  @ApiProperty({ example: 'moderator' }) name: string;
  @ApiProperty({ example: 'May look at users' }) description: string;
  @ApiProperty({ type: [String], example: ['users:read', 'roles:read'] }) permissions: string[];
  @ApiProperty({ description: 'Comes with the service' }) built_in: boolean;

  static from({ name, description, permissions, builtIn }: Role): RoleDto {
    return { name, description, permissions, built_in: builtIn };
  }
}
