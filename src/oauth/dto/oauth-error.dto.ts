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

  /** No member of RFC 6749 §5.2, which allows more than it names: a client that does not know it waits. */
  @ApiProperty({ required: false, type: Object, description: 'To be solved, as in the problem `challenge_required`' })
  challenge?: object;
}
