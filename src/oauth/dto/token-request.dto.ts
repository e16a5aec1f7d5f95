import { ApiProperty } from '@nestjs/swagger';
import { ClientCredentialsDto } from '../clients/dto/client-credentials.dto.js';
import { IgnoresUnknown } from '#common/validation/ignores-unknown.js';
import { IsNotEmpty, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

const isGrant = (type: string) => (request: TokenRequestDto) => request.grant_type === type;

/**
 * RFC 6749 §4.3.2, §4.4.2 and §6. A parameter that is sent twice arrives as a list and is refused, one without a value counts
 * as absent (§3.2).
 */
@IgnoresUnknown()
export class TokenRequestDto extends ClientCredentialsDto {
  @ApiProperty({ enum: ['password', 'refresh_token', 'client_credentials'] })
  @IsString()
  @IsNotEmpty()
  grant_type: string;

  @ApiProperty({ required: false, description: 'With grant_type=password: username or e-mail address' })
  @ValidateIf(isGrant('password'))
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  username: string;

  @ApiProperty({ required: false, description: 'With grant_type=password', format: 'password' })
  @ValidateIf(isGrant('password'))
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;

  @ApiProperty({ required: false, description: 'With grant_type=refresh_token' })
  @ValidateIf(isGrant('refresh_token'))
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  refresh_token: string;

  @ApiProperty({
    required: false,
    description: 'With grant_type=client_credentials: some of what the client may. Else passed over: roles decide',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  scope?: string;
}
