import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** What an application asks for when it sends somebody to a provider: the request of RFC 6749 §4.1.1, with RFC 7636. */
export class StartFlowQuery {
  @ApiProperty({
    description: 'Where to come back to: exactly one of `SOCIAL_REDIRECT_URIS`',
    example: 'https://app.example.org/signed-in',
    maxLength: 2048,
  })
  @IsString()
  @MaxLength(2048)
  redirect_uri: string;

  @ApiProperty({
    description: 'BASE64URL(SHA-256(code_verifier)); whoever has the verifier gets the tokens',
    example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  })
  @Matches(/^[\w-]{43}$/, { message: 'code_challenge must be the base64url of a SHA-256, without padding' })
  code_challenge: string;

  @ApiProperty({ enum: ['S256'] })
  @IsIn(['S256'])
  code_challenge_method: 'S256';

  @ApiProperty({ required: false, description: 'Comes back unchanged: check it', maxLength: 512 })
  @IsOptional()
  @Matches(/^[\x20-\x7e]*$/, { message: 'state must consist of printable ASCII characters' })
  @MaxLength(512)
  state?: string;
}

/** What somebody who is signed in has been given to begin linking with. */
export class LinkTicketQuery {
  @ApiProperty({ description: 'From `POST /auth/social/{provider}/link`; works once' })
  @IsString()
  @Matches(/^[\w-]{43}$/, { message: 'ticket must be the one that was given out' })
  ticket: string;
}
