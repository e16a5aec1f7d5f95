import { Module } from '@nestjs/common';
import { AuthModule } from '#auth/index.js';
import { TokensModule } from '#tokens/index.js';
import { TokenController } from './token.controller.js';
import { TokenGrantsService } from './token-grants.service.js';

@Module({
  imports: [AuthModule, TokensModule],
  controllers: [TokenController],
  providers: [TokenGrantsService],
})
export class OAuthModule {}
