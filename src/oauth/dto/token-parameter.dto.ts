import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IgnoresUnknown } from '#common/validation/ignores-unknown.js';
import { ClientCredentialsDto } from '../clients/dto/client-credentials.dto.js';

/** A token that is asked about or given up (RFC 7662 §2.1, RFC 7009 §2.1). */
@IgnoresUnknown()
export class TokenParameterDto extends ClientCredentialsDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(16_384)
  token: string;

  @ApiProperty({
    required: false,
    description: '`access_token` or `refresh_token`. Not needed: tokens tell themselves',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  token_type_hint?: string;
}
