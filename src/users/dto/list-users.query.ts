import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '#common/paging/page.query.js';
import { BooleanFromQuery } from '#common/validation/fields.js';
import { USER_SORTS, type UserSort } from '../user-sorts.js';

export class ListUsersQuery extends PageQuery {
  @ApiProperty({ required: false, description: 'Part of the username, e-mail address or name', example: 'ada' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @ApiProperty({ required: false, description: 'Only holders of this role', example: 'admin' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  role?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @BooleanFromQuery()
  @IsBoolean()
  is_active?: boolean;

  @ApiProperty({
    type: 'boolean',
    required: false,
    default: false,
    description: 'Closed accounts, which are to be deleted, instead',
  })
  @IsOptional()
  @BooleanFromQuery()
  @IsBoolean()
  deleted = false;

  @ApiProperty({ required: false, enum: Object.keys(USER_SORTS), default: 'created_at' })
  @IsOptional()
  @IsIn(Object.keys(USER_SORTS))
  sort: UserSort = 'created_at';
}
