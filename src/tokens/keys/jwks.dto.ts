import { ApiProperty } from '@nestjs/swagger';

export class JwkDto {
  @ApiProperty({ example: 'EC' }) kty: string;
  @ApiProperty({ example: 'cWXHxg6P_0cq1zBMXuXXxqYVwGBcGUnO3yT9pBSVmyA' }) kid: string;
  @ApiProperty({ example: 'sig' }) use: string;
  @ApiProperty({ example: 'ES256' }) alg: string;
  @ApiProperty({ example: 'P-256', required: false }) crv?: string;
  @ApiProperty({ required: false }) x?: string;
  @ApiProperty({ required: false }) y?: string;
  @ApiProperty({ required: false }) n?: string;
  @ApiProperty({ required: false }) e?: string;
}

export class JwksDto {
  @ApiProperty({ type: [JwkDto] }) keys: JwkDto[];
}
