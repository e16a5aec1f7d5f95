import { ApiProperty } from '@nestjs/swagger';
import type { SessionRow } from '#tokens/index.js';

export class SessionDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ type: String, format: 'date-time' }) created_at: Date;
  @ApiProperty({ type: String, format: 'date-time' }) last_used_at: Date;
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' }) ip: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 …' }) user_agent: string | null;
  @ApiProperty({ description: 'The session that is asking' }) current: boolean;

  static from({ id, created_at, last_used_at, ip, user_agent }: SessionRow, currentId: string): SessionDto {
    return { id, created_at, last_used_at, ip, user_agent, current: id === currentId };
  }
}
