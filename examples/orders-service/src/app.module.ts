import { Module } from '@nestjs/common';
import { GatehouseModule } from '@gatehouse/nestjs';
import { PostsController } from './posts.controller.js';
import { PostsService } from './posts.service.js';

@Module({
  imports: [
    GatehouseModule.forRoot({ issuer: process.env.GATEHOUSE_URL ?? 'http://localhost:3000', audience: 'orders' }),
  ],
  controllers: [PostsController],
  providers: [PostsService],
})
export class AppModule {}
