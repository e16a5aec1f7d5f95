import { ApiProperty } from '@nestjs/swagger';

/** RFC 6749 §5.2 */
export class OAuthErrorDto {
  @ApiProperty({
    enum: [
      'invalid_request',
      'invalid_client',
      'invalid_grant',
      'unauthorized_client',
      'unsupported_grant_type',
      'invalid_scope',
      'temporarily_unavailable',
      'server_error',
    ],
    example: 'invalid_grant',
  })
  error: string;

  @ApiProperty({ required: false, example: 'Wrong name or password' })
  error_description?: string;
}
