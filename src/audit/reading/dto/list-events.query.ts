import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsIn, IsIP, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '#common/paging/page.query.js';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '../../chain/audit-event-types.js';

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const Moment = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, format: 'date-time', type: String, description }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && RFC3339.test(value) ? new Date(value) : value,
    ),
    IsDate({ message: '$property must be a time such as 2026-01-31T08:00:00Z' }),
  );

const Id = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ required: false, format: 'uuid', description }), IsOptional(), IsUUID());

export class ListEventsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: AUDIT_EVENT_TYPES })
  @IsOptional()
  @IsIn(AUDIT_EVENT_TYPES)
  type?: AuditEventType;

  @ApiProperty({ required: false, enum: ['success', 'failure'] })
  @IsOptional()
  @IsIn(['success', 'failure'])
  outcome?: 'success' | 'failure';

  @Id('Whom it happened to')
  user_id?: string;

  @Id('Who did it, where that is somebody else')
  actor_id?: string;

  @Id('Within which session')
  session_id?: string;

  @ApiProperty({ required: false, description: 'From which address', example: '203.0.113.7' })
  @IsOptional()
  @IsIP(undefined, { message: 'ip must be an IPv4 or IPv6 address' })
  ip?: string;

  @Moment('Not before')
  from?: Date;

  @Moment('Before')
  to?: Date;
}
