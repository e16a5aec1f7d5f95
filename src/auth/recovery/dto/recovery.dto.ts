import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { Email, NewPassword } from '#users/index.js';

export class ResetRequestDto {
  @Email() email: string;
}

/** A token out of a letter. */
export class MailedTokenDto {
  @ApiProperty({ example: 'ght_w7iOz0h…', maxLength: 128 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  token: string;
}

export class ResetConfirmDto extends MailedTokenDto {
  @NewPassword() new_password: string;
}

export class ChangePasswordDto {
  @ApiProperty({ format: 'password', maxLength: 1024 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  current_password: string;

  @NewPassword() new_password: string;
}
