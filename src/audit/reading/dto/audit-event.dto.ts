import { ApiProperty } from '@nestjs/swagger';
import type { EventRow } from '../../chain/event-row.js';

export class AuditEventDto {
  @ApiProperty({ description: 'Its place in the chain', example: 42 })
  seq: number;

  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  at: Date;

  @ApiProperty({ example: 'sign_in.succeeded' })
  type: string;

  @ApiProperty({ enum: ['success', 'failure'] })
  outcome: string;

  @ApiProperty({ format: 'uuid', nullable: true, type: String, description: 'Whom it happened to, or a pseudonym' })
  user_id: string | null;

  @ApiProperty({ format: 'uuid', nullable: true, type: String, description: 'Who did it, where that is somebody else' })
  actor_id: string | null;

  @ApiProperty({ format: 'uuid', nullable: true, type: String })
  session_id: string | null;

  @ApiProperty({ nullable: true, type: String })
  client_id: string | null;

  @ApiProperty({ nullable: true, type: String, example: '203.0.113.7' })
  ip: string | null;

  @ApiProperty({ nullable: true, type: String })
  user_agent: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'Finds the lines of the log' })
  request_id: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { method: 'pwd' } })
  detail: Record<string, unknown>;

  @ApiProperty({ description: 'What told of a person has been removed, on request or because of its age' })
  erased: boolean;

  @ApiProperty({ description: 'SHA-256 over this record and the hash before it, hexadecimal' })
  hash: string;

  static from(row: EventRow): AuditEventDto {
    const { seq, id, at, type, outcome, user_id, actor_id, session_id, client_id, ip, user_agent, request_id } = row;
    return Object.assign(new AuditEventDto(), {
      seq,
      id,
      at,
      type,
      outcome,
      user_id,
      actor_id,
      session_id,
      client_id,
      ip,
      user_agent,
      request_id,
      detail: { ...row.detail, ...row.personal },
      erased: row.subject_salt === null || row.origin_salt === null,
      hash: row.hash.toString('hex'),
    });
  }
}
