import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';

/** Neither may be empty: passport-local would look for an empty one in the address instead (ASVS 14.2.1). */
export class LoginDto {
  @ApiProperty({ description: 'Username or e-mail address', example: 'ada', maxLength: 254 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(254)
  username: string;

  @ApiProperty({ format: 'password', example: 'a long phrase of your own', maxLength: 1024 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  password: string;
}

/** The form of RFC 6749 §4.3.2, as Swagger UI's Authorize dialog posts it. */
export class LoginFormDto extends LoginDto {
  @ApiProperty({ required: false, enum: ['password'] })
  @IsOptional()
  @IsIn(['password'])
  grant_type?: string;

  @ApiProperty({ required: false, description: 'Passed over: a sign-in grants what the roles permit' })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  scope?: string;

  @ApiProperty({ required: false, description: 'Passed over' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  client_id?: string;

  @ApiProperty({ required: false, description: 'Passed over' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  client_secret?: string;
}
