import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class RefreshDto {
  @ApiProperty({ example: 'ghr_AZ3jY0h…', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  refresh_token: string;
}
