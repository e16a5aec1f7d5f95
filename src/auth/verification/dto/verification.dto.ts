import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { Email } from '#users/index.js';
import { MailedTokenDto } from '../../recovery/dto/recovery.dto.js';

export class VerifyEmailDto extends MailedTokenDto {
  @ApiProperty({
    required: false,
    format: 'password',
    description:
      'Shows that whoever opens the link also made the account; an access token of the account does so too. Without either, the account is taken over: its password and sessions are void, and the answer has a token to set a new password with.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;
}

export class ConfirmEmailChangeDto extends MailedTokenDto {
  @ApiProperty({
    required: false,
    format: 'password',
    description:
      'Shows that whoever opens the link also owns the account; an access token of the account does so too. Without either, nothing happens: somebody else may have asked for your address to become theirs.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  password?: string;
}

export class VerifiedDto {
  @ApiProperty({ example: 'The e-mail address is verified.' }) message: string;

  @ApiProperty({ required: false, description: 'Only after a take-over: for `/auth/password/reset/confirm`' })
  password_reset_token?: string;

  static with(resetToken: string | undefined): VerifiedDto {
    const message = `The e-mail address is verified.${resetToken ? ' Set a new password.' : ''}`;
    return Object.assign(new VerifiedDto(), { message, password_reset_token: resetToken });
  }
}

export class ChangeEmailDto {
  @Email() new_email: string;

  @ApiProperty({ format: 'password', maxLength: 1024 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  current_password: string;
}
