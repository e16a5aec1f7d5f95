import { Controller, Get } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiForbiddenResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Roles } from '@gatehouse/nestjs';
import { TestIssuer } from '@gatehouse/nestjs/testing';
import { AboutController, application, PostsController } from './support/posts.js';

@Controller('documented')
class DocumentedController {
  @Get()
  @Roles('admin')
  @ApiBearerAuth()
  @ApiForbiddenResponse({ description: 'By hand' })
  get() {}
}

it('writes the lock into the OpenAPI document, and what is answered without the key', async () => {
  const controllers = [PostsController, AboutController, DocumentedController];
  const module = await application(new TestIssuer(), { controllers }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  await app.init();
  const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().addBearerAuth().build());

  expect(paths['/posts']!.get!.security).toBeUndefined();
  expect(paths['/posts']!.post!.security).toEqual([{ bearer: [] }]);
  expect(paths['/posts']!.post!.responses).toMatchObject({ 401: {}, 503: {} });
  expect(paths['/posts']!.post!.responses).not.toHaveProperty('403');
  expect(paths['/posts/{id}']!.delete!.responses['403']).toMatchObject({
    description: 'Needs one of the roles admin, moderator',
  });
  expect(paths['/posts/statistics']!.get!.responses['403']).toMatchObject({
    description: 'Needs one of the roles analyst, and the scopes posts:read',
  });
  expect(paths['/about']!.get!.security).toBeUndefined();
  expect(paths['/about/money']!.get!.security).toEqual([{ bearer: [] }]);
  expect(paths['/documented']!.get!.security).toEqual([{ bearer: [] }]);
  expect(paths['/documented']!.get!.responses['403']).toMatchObject({ description: 'By hand' });
  await app.close();
});
