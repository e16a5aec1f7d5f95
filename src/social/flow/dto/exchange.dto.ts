import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';

/** RFC 6749 §4.1.3, RFC 7636 §4.5 */
export class ExchangeDto {
  @ApiProperty({ description: 'From the address that the person came back to', example: 'ghc_V3rYl0ng…' })
  @IsString()
  @MaxLength(128)
  code: string;

  @ApiProperty({ description: 'What the `code_challenge` was made of', minLength: 43, maxLength: 128 })
  @Matches(/^[A-Za-z0-9._~-]{43,128}$/, { message: 'code_verifier must have 43 to 128 unreserved characters' })
  code_verifier: string;

  @ApiProperty({ description: 'The same as at the start', example: 'https://app.example.org/signed-in' })
  @IsString()
  @MaxLength(2048)
  redirect_uri: string;
}
