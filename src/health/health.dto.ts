import { ApiProperty } from '@nestjs/swagger';

const STATUSES = ['ok', 'unavailable'] as const;
type Status = (typeof STATUSES)[number];

/** One thing that this service cannot do without. Says whether it is there, never why not: the log says that. */
export class CheckDto {
  @ApiProperty({ enum: STATUSES, example: 'ok' })
  readonly status: Status;

  @ApiProperty({ description: 'How long the answer took, in milliseconds.', example: 1.3 })
  readonly latency_ms: number;
}

export class ChecksDto {
  @ApiProperty({ type: CheckDto })
  readonly database: CheckDto;
}

export class LivenessDto {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  readonly status: 'ok';
}

export class HealthDto {
  @ApiProperty({ enum: STATUSES, example: 'ok' })
  readonly status: Status;

  @ApiProperty({ type: ChecksDto })
  readonly checks: ChecksDto;
}
