import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { UserDto } from '#users/index.js';
import { MailedTokenDto } from '../../recovery/dto/recovery.dto.js';

export class ConfirmRegistrationDto extends MailedTokenDto {
  @ApiProperty({
    required: false,
    format: 'password',
    description:
      'The password of the registration, which shows that whoever opens the link also registered. Without it the account has no password, and the answer has a token to set one with.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;
}

export class ConfirmedDto extends UserDto {
  @ApiProperty({ required: false, description: 'Only without a password: for `/auth/password/reset/confirm`' })
  password_reset_token?: string;
}
