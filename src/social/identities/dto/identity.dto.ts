import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { IdentityRow } from '#users/index.js';

export class IdentityDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'google' })
  provider: string;

  @ApiProperty({
    description: 'As the provider last told it',
    type: String,
    nullable: true,
    example: 'ada@example.org',
  })
  email: string | null;

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  @ApiProperty({ format: 'date-time' })
  last_used_at: string;

  static from({ id, provider, email, created_at, last_used_at }: IdentityRow): IdentityDto {
    const times = { created_at: created_at.toISOString(), last_used_at: last_used_at.toISOString() };
    return Object.assign(new IdentityDto(), { id, provider, email, ...times });
  }
}

/** As `GET /auth/social/{provider}`; the answer is fetched by `POST /auth/identities`. */
export class LinkDto {
  @ApiProperty({ description: 'Exactly one of `SOCIAL_REDIRECT_URIS`', maxLength: 2048 })
  @IsString()
  @MaxLength(2048)
  redirect_uri: string;

  @ApiProperty({ example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' })
  @Matches(/^[\w-]{43}$/, { message: 'code_challenge must be the base64url of a SHA-256, without padding' })
  code_challenge: string;

  @ApiProperty({ enum: ['S256'] })
  @IsIn(['S256'])
  code_challenge_method: 'S256';

  @ApiProperty({ required: false, maxLength: 512 })
  @IsOptional()
  @Matches(/^[\x20-\x7e]*$/, { message: 'state must consist of printable ASCII characters' })
  @MaxLength(512)
  state?: string;
}

export class LinkAddressDto {
  @ApiProperty({ description: 'Send the browser there, within a minute. Works once' })
  url: string;
}
