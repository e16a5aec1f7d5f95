import { ApiProperty } from '@nestjs/swagger';

/** RFC 6749 §5.1 */
export class TokenDto {
  @ApiProperty({
    description: 'JWT of type `at+jwt` (RFC 9068)',
    example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6…',
  })
  access_token: string;

  /** Absent in cookie mode. A door that signs somebody in always gives it; TokenTransportInterceptor moves it. */
  @ApiProperty({
    required: false,
    description:
      'Opaque. Trade it for the next pair at `/auth/refresh`. Not there with `X-Token-Transport: cookie`: then it is in the cookie',
    example: 'ghr_AZ3jY0h…',
  })
  refresh_token?: string;

  @ApiProperty({ enum: ['bearer'] })
  token_type: 'bearer';

  @ApiProperty({ description: 'Seconds until the access token ends', example: 900 })
  expires_in: number;
}
