import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { BooleanFromQuery } from '#common/validation/fields.js';

export class EndSessionsQuery {
  @ApiProperty({ type: Boolean, required: false, default: false, description: 'End the session that is asking, too' })
  @IsOptional()
  @BooleanFromQuery()
  @IsBoolean()
  include_current = false;
}
