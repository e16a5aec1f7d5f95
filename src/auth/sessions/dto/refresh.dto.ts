import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, ValidateIf } from 'class-validator';

export class RefreshDto {
  @ApiProperty({
    required: false,
    description: 'Needed, but in cookie mode: there the cookie has it, and one that is sent is moved into the cookie',
    example: 'ghr_AZ3jY0h…',
    maxLength: 512,
  })
  @ValidateIf((_body, value) => value !== undefined)
  @IsString()
  @MaxLength(512)
  refresh_token?: string;
}
