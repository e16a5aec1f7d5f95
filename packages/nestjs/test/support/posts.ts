import { Body, Controller, Delete, Get, HttpCode, Module, Param, Post, Sse, type Type } from '@nestjs/common';
import { interval, map, NEVER } from 'rxjs';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import {
  CurrentUser,
  GatehouseModule,
  Permissions,
  Public,
  Roles,
  Scopes,
  type VerifiedToken,
  Verifier,
  WhenRevocationsAreStale,
} from '@gatehouse/nestjs';
import { TestIssuer } from '@gatehouse/nestjs/testing';

@Controller('posts')
export class PostsController {
  @Get()
  @Public()
  list(@CurrentUser() user: VerifiedToken | undefined) {
    return { posts: [], user: user?.subject };
  }

  /** Says nothing: whoever is signed in. */
  @Post()
  write(@Body() post: object, @CurrentUser('subject') author: string) {
    return { ...post, author };
  }

  @Delete(':id')
  @Roles('admin', 'moderator')
  @WhenRevocationsAreStale('refuse')
  @HttpCode(204)
  remove(@Param('id') _id: string) {}

  @Get('drafts')
  @Permissions('posts:read', 'drafts:read')
  drafts(@CurrentUser() user: VerifiedToken) {
    return { scopes: user.scopes };
  }

  @Get('statistics')
  @Scopes('posts:read')
  @Roles('analyst')
  @WhenRevocationsAreStale('accept')
  statistics() {
    return {};
  }

  @Sse('events')
  events(@CurrentUser('subject') subject: string) {
    return interval(50).pipe(map((data) => ({ data: { subject, count: data } })));
  }

  @Sse('silence')
  silence() {
    return NEVER;
  }
}

@Controller('about')
@Public()
export class AboutController {
  @Get()
  about() {
    return {};
  }

  @Get('money')
  @Roles('admin')
  money() {
    return {};
  }
}

/** An application of such controllers and providers, which trusts a TestIssuer. */
export function application(
  issuer: TestIssuer,
  { controllers = [], providers = [] }: { controllers?: Type[]; providers?: Type[] },
): TestingModuleBuilder {
  const { issuer: url, audience } = issuer;

  @Module({ imports: [GatehouseModule.forRoot({ issuer: url, audience })], controllers, providers })
  class AppModule {}

  return Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(Verifier)
    .useValue(issuer.verifier());
}
