import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class DeleteAccountDto {
  @ApiProperty({ format: 'password', maxLength: 1024 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1024)
  current_password: string;
}

export class DeletedAccountDto {
  @ApiProperty({ example: 'Your account is closed. A letter tells you when it is deleted for good.' })
  message: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it is deleted for good' })
  deletes_at: Date;
}
