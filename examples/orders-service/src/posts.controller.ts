import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { CurrentUser, Public, Roles, type VerifiedToken, WhenRevocationsAreStale } from '@gatehouse/nestjs';
import { PostsService, type Post as PostDto } from './posts.service.js';

@Controller('posts')
export class PostsController {
  constructor(private readonly posts: PostsService) {}

  @Get()
  @Public()
  all(): PostDto[] {
    return this.posts.all();
  }

  /** Says nothing of who may: whoever is signed in. Goes on while nobody knows who has logged out. */
  @Post()
  @WhenRevocationsAreStale('accept')
  write(@Body('text') text: unknown, @CurrentUser('subject') author: string): PostDto {
    return this.posts.write(String(text), author);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('admin')
  delete(@Param('id', ParseIntPipe) id: number): void {
    this.posts.delete(id);
  }

  @Get('me')
  me(@CurrentUser() { subject, roles, scopes }: VerifiedToken): Pick<VerifiedToken, 'subject' | 'roles' | 'scopes'> {
    return { subject, roles, scopes };
  }
}
