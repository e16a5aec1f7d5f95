import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { NumberFromQuery } from '#common/validation/fields.js';

export const LONGEST_WAIT_SECONDS = 30;

export class RevocationsQuery {
  @ApiProperty({ required: false, description: '`cursor` of an earlier answer. Without it: everything' })
  @IsOptional()
  @MaxLength(8192)
  @Matches(/^[\w-]*$/, { message: 'since must be a cursor of an earlier answer' })
  since?: string;

  @ApiProperty({ required: false, default: 0, minimum: 0, maximum: LONGEST_WAIT_SECONDS, description: 'Seconds' })
  @IsOptional()
  @NumberFromQuery()
  @IsInt()
  @Min(0)
  @Max(LONGEST_WAIT_SECONDS)
  wait: number = 0;
}
