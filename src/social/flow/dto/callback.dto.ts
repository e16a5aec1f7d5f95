import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IgnoresUnknown } from '#common/validation/ignores-unknown.js';

const MAX_CODE = 4096;

/** What a provider sends people back with (RFC 6749 §4.1.2, RFC 9207). Others than these have no say here. */
@IgnoresUnknown()
export class CallbackDto {
  @ApiProperty()
  @IsString()
  @MaxLength(128)
  state: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_CODE)
  code?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  iss?: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  error?: string;

  /** The answer itself, without what is ours. */
  static answerIn({ state, code, iss, error }: CallbackDto): Record<string, string> {
    const all = Object.entries({ state, code, iss, error });
    return Object.fromEntries(all.filter((each): each is [string, string] => each[1] !== undefined));
  }
}

/** The same as a form. `user`: what Apple tells beside the answer, the first time only (JSON). */
@IgnoresUnknown()
export class CallbackFormDto extends CallbackDto {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @MaxLength(4096)
  user?: string;
}
