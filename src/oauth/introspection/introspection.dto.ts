import { ApiProperty } from '@nestjs/swagger';

/** RFC 7662 §2.2. All but `active` are there only when it is true. */
export class IntrospectionDto {
  @ApiProperty() active: boolean;
  @ApiProperty({ required: false, example: 'orders:read' }) scope?: string;
  @ApiProperty({ required: false, example: 'gatehouse' }) client_id?: string;
  @ApiProperty({ required: false, enum: ['Bearer'] }) token_type?: 'Bearer';
  @ApiProperty({ required: false, example: 1795184415 }) exp?: number;
  @ApiProperty({ required: false, example: 1795183515 }) iat?: number;
  @ApiProperty({ required: false, description: 'Id of the user, or of the client that acts for itself' }) sub?: string;
  @ApiProperty({ required: false, type: [String], description: 'Text where there is one' })
  aud?: string | string[];
  @ApiProperty({ required: false, example: 'http://localhost:3000' }) iss?: string;
  @ApiProperty({ required: false }) jti?: string;
  @ApiProperty({ required: false, description: 'The session; not with a client that acts for itself' }) sid?: string;
  @ApiProperty({ required: false, type: [String], example: ['user'] }) roles?: readonly string[];
  @ApiProperty({ required: false, type: [String], example: ['pwd'] }) amr?: readonly string[];
  @ApiProperty({ required: false, example: 1795183514 }) auth_time?: number;
  @ApiProperty({ required: false }) email_verified?: boolean;
}
