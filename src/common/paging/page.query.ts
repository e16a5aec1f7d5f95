import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { NumberFromQuery } from '../validation/fields.js';

/** `skip` is for small tables and people; `cursor` stays quick and stable however large the table is. */
export class PageQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: 100,
    default: 20,
    description: 'How many at the most',
  })
  @IsOptional()
  @NumberFromQuery()
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: 100_000,
    default: 0,
    description: 'How many to pass over',
  })
  @IsOptional()
  @NumberFromQuery()
  @IsInt()
  @Min(0)
  @Max(100_000)
  skip = 0;

  @ApiProperty({ required: false, description: 'Where the last page ended: copy it from the `Link` header' })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  @Matches(/^[\w-]*$/, { message: 'cursor must be copied from a Link header' })
  cursor?: string;
}
