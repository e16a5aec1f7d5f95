import { ApiProperty } from '@nestjs/swagger';
import type { Principal } from '#common/access/index.js';
import { deviceName } from '#common/http/device-name.js';
import type { EventRow } from '../../chain/event-row.js';
import { ACTIVITY_TEXTS, ACTIVITY_TYPES, type ActivityType } from '../activity-texts.js';

export class ActivityDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  at: Date;

  @ApiProperty({ enum: ACTIVITY_TYPES })
  type: ActivityType;

  @ApiProperty({ example: 'Signed in' })
  summary: string;

  @ApiProperty({ enum: ['success', 'failure'] })
  outcome: string;

  @ApiProperty({ description: 'Done by an administrator. Then address and device are theirs, and not told' })
  by_administrator: boolean;

  @ApiProperty({ nullable: true, type: String, example: '203.0.113.7' })
  ip: string | null;

  @ApiProperty({ nullable: true, type: String, example: 'Firefox on Linux' })
  device: string | null;

  @ApiProperty({ description: 'In the session that asks' })
  current_session: boolean;

  static from(row: EventRow, me: Principal): ActivityDto {
    const { id, at, outcome } = row;
    const type = row.type as ActivityType;
    const byOther = row.actor_id !== null && row.actor_id !== me.userId;
    return Object.assign(new ActivityDto(), {
      id,
      at,
      type,
      outcome,
      summary: ACTIVITY_TEXTS[type],
      by_administrator: byOther,
      ip: byOther ? null : row.ip,
      device: byOther ? null : deviceName(row.user_agent),
      current_session: row.session_id === me.sessionId,
    });
  }
}
