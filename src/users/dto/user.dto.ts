import { ApiProperty } from '@nestjs/swagger';
import type { UserRow } from '../user.statements.js';

export class UserDto {
  @ApiProperty({ format: 'uuid', example: '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21' }) id: string;
  @ApiProperty({ example: 'ada' }) username: string;
  @ApiProperty({ format: 'email', example: 'ada@example.org' }) email: string;
  @ApiProperty({ type: String, nullable: true, example: 'Ada Lovelace' }) full_name: string | null;
  @ApiProperty({ type: [String], example: ['user'] }) roles: string[];
  @ApiProperty({ example: true }) is_active: boolean;
  @ApiProperty({ description: 'The e-mail address is proven', example: false }) is_verified: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: Date;
  @ApiProperty({ type: String, format: 'date-time' }) updated_at: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) last_login_at: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    required: false,
    description: 'Only of a closed account: when it is deleted for good',
  })
  deletes_at?: Date;

  /** A column added later stays inside until it is named here. */
  static from(row: UserRow): UserDto {
    const { id, username, email, full_name, roles, is_active, is_verified } = row;
    const { created_at, updated_at, last_login_at, deletes_at } = row;
    const user = { id, username, email, full_name, roles, is_active, is_verified };
    return { ...user, created_at, updated_at, last_login_at, ...(deletes_at && { deletes_at }) };
  }
}
