import { ApiProperty } from '@nestjs/swagger';

const List = (example: string[]): PropertyDecorator => ApiProperty({ type: [String], example });

/** RFC 8414 §2 */
export class MetadataDto {
  @ApiProperty({ example: 'http://localhost:3000' }) issuer: string;
  @ApiProperty({ example: 'http://localhost:3000/api/v1/auth/token' }) token_endpoint: string;
  @ApiProperty({ example: 'http://localhost:3000/.well-known/jwks.json' }) jwks_uri: string;
  @ApiProperty({ example: 'http://localhost:3000/api/v1/auth/introspect' }) introspection_endpoint: string;
  @ApiProperty({ example: 'http://localhost:3000/api/v1/auth/revoke' }) revocation_endpoint: string;
  @List([]) response_types_supported: string[];
  @List(['client_credentials', 'refresh_token']) grant_types_supported: string[];
  @List(['client_secret_basic', 'none']) token_endpoint_auth_methods_supported: string[];
  @List(['ES256']) token_endpoint_auth_signing_alg_values_supported: string[];
  @List(['client_secret_basic']) introspection_endpoint_auth_methods_supported: string[];
  @List(['ES256']) introspection_endpoint_auth_signing_alg_values_supported: string[];
  @List(['client_secret_basic', 'none']) revocation_endpoint_auth_methods_supported: string[];
  @List(['ES256']) revocation_endpoint_auth_signing_alg_values_supported: string[];
  @ApiProperty({ example: 'http://localhost:3000/docs' }) service_documentation: string;
}
