import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Verifier } from '@gatehouse/nestjs';
import { TestIssuer, uuidv7 } from '@gatehouse/nestjs/testing';
import { AppModule } from '../src/app.module.js';
import { PostsService } from '../src/posts.service.js';

// Vitest's compiler writes the metadata that Nest finds PostsService by, as tsc does.
describe('posts', () => {
  const gatehouse = new TestIssuer({ audience: 'orders' });
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(Verifier)
      .useValue(gatehouse.verifier())
      .compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(() => (app as INestApplication).close());

  const write = (headers = {}) => app.inject({ method: 'POST', url: '/posts', headers, payload: { text: 'hello' } });
  const remove = (id: number, headers = {}) => app.inject({ method: 'DELETE', url: `/posts/${id}`, headers });

  it('are written by anyone signed in, under their own name', async () => {
    const subject = uuidv7();
    expect((await write()).statusCode).toBe(401);
    const answer = await write(gatehouse.asUser({ subject }));
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ text: 'hello', author: subject });
    expect((await app.inject('/posts')).json()).toContainEqual(answer.json());
  });

  it('are deleted by administrators only', async () => {
    const { id } = (await write(gatehouse.asUser())).json<{ id: number }>();
    expect((await remove(id)).statusCode).toBe(401);
    expect((await remove(id, gatehouse.asUser({ roles: ['user', 'moderator'] }))).statusCode).toBe(403);
    expect((await remove(id, gatehouse.asUser({ roles: ['admin'] }))).statusCode).toBe(204);
    expect((await remove(id, gatehouse.asUser({ roles: ['admin'] }))).statusCode).toBe(404);
    expect(
      app
        .get(PostsService)
        .all()
        .map((post) => post.id),
    ).not.toContain(id);
  });

  it('are not written by a token for another service', async () => {
    expect((await write(gatehouse.asUser({ claims: { aud: 'billing' } }))).statusCode).toBe(401);
  });

  it('are not written any more after a logout', async () => {
    const sessionId = uuidv7();
    const ada = gatehouse.asUser({ sessionId });
    expect((await write(ada)).statusCode).toBe(201);
    await gatehouse.endSession(sessionId);
    expect((await write(ada)).statusCode).toBe(401);
  });
});
