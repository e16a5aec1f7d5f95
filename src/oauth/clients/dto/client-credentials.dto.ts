import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { ClientCredentials } from '../client-authenticator.js';

const Text = (description: string, maxLength: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, description, maxLength }),
    IsOptional(),
    IsString(),
    MaxLength(maxLength),
  );

/** How a client says who it is, where it does not by `Authorization: Basic` (RFC 6749 §2.3.1, RFC 7523 §2.2). */
export class ClientCredentialsDto implements ClientCredentials {
  @Text('The client. Absent: the first-party application', 255) client_id?: string;
  @Text('`client_secret_post`', 255) client_secret?: string;
  @Text('`private_key_jwt`: urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 255)
  client_assertion_type?: string;
  @Text('`private_key_jwt`: the assertion', 8192) client_assertion?: string;
}
