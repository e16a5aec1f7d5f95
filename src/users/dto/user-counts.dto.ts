import { ApiProperty } from '@nestjs/swagger';

export class UserCountsDto {
  @ApiProperty({ example: 120 }) total_users: number;
  @ApiProperty({ example: 118 }) active_users: number;
  @ApiProperty({ example: 90 }) verified_users: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { admin: 1, guest: 0, moderator: 2, user: 117 },
  })
  by_role: Record<string, number>;
}
