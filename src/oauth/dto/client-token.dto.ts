import { ApiProperty } from '@nestjs/swagger';

/** The answer to a client that acts for itself (RFC 6749 §4.4.3): there is no refresh token. */
export class ClientTokenDto {
  @ApiProperty({ description: 'JWT of type `at+jwt` (RFC 9068)', example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIs…' })
  access_token: string;

  @ApiProperty({ enum: ['bearer'] })
  token_type: 'bearer';

  @ApiProperty({ description: 'Seconds until the access token ends', example: 900 })
  expires_in: number;

  @ApiProperty({ description: 'What was granted', example: 'orders:read' })
  scope: string;
}
