import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiExtension, ApiProperty, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Authenticated, Public } from '#common/access/index.js';
import { DomainError, Fails, ProblemFilter } from '#common/errors/index.js';
import { Config, ConfigModule } from '#config/index.js';
import { Assets } from './assets.js';
import { API_DOCS_ROUTES, ApiDocsModule, OpenApiDocument } from './index.js';

class PaperJam extends DomainError {
  static override readonly spec = { code: 'paper_jam', status: 409, title: 'Paper jam' };
}

class PageDto {
  @ApiProperty() text: string;
}

@Controller('printer')
class PrinterController {
  @Post()
  @Public()
  @Fails(PaperJam)
  print(@Body() page: PageDto): string {
    return page.text;
  }

  @Get()
  @Authenticated()
  status(): void {}

  @Post('token')
  @Public()
  @ApiExtension('x-oauth-errors', true)
  token(@Body() page: PageDto): string {
    return page.text;
  }
}

@Module({ imports: [ApiDocsModule], controllers: [PrinterController] })
class DemoModule {}

async function start(env: NodeJS.ProcessEnv): Promise<NestFastifyApplication> {
  const config = Config.from(env);
  const module = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), DemoModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.setGlobalPrefix(config.http.apiPrefix, { exclude: API_DOCS_ROUTES });
  app.useGlobalFilters(new ProblemFilter());
  app.get(OpenApiDocument).attach(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://db/gatehouse',
  SECRET_KEY: 'a key for tests, long enough and with many different letters',
  PUBLIC_URL: 'https://id.example.org/auth/',
};
const BROWSER = { accept: 'text/html,*/*;q=0.8' };

describe('api-docs', () => {
  let app: NestFastifyApplication;
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
  afterEach(() => app.close());

  describe('in development', () => {
    beforeEach(async () => {
      app = await start({});
    });

    it('describes every operation', async () => {
      const document = (await get('/openapi.json')).json<OpenAPIObject>();
      const { post, get: read } = document.paths['/api/v1/printer']!;
      expect(Object.keys(document.paths)).toEqual(['/api/v1/printer', '/api/v1/printer/token']);
      expect(post).toMatchObject({ operationId: 'print', summary: 'Print', tags: ['Printer'] });
      expect(Object.keys(post!.responses)).toEqual(['201', '400', '409', '413', '415', '422', '503']);
      expect(Object.keys(read!.responses)).toEqual(['200', '401', '503']);
      expect(Object.keys(document.paths['/api/v1/printer/token']!.post!.responses)).toEqual([
        '201',
        '400',
        '413',
        '415',
      ]);
      expect(JSON.stringify(document)).not.toMatch(/x-problems|x-oauth-errors/);
    });

    it('demands a token *or* a password sign-in, where something is demanded', async () => {
      const { paths, components } = (await get('/openapi.json')).json<OpenAPIObject>();
      expect(paths['/api/v1/printer']!.get!.security).toEqual([{ bearer: [] }, { password: [] }]);
      expect(paths['/api/v1/printer']!.post!.security).toBeUndefined();
      expect(components!.securitySchemes).toMatchObject({
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        password: { type: 'oauth2', flows: { password: { tokenUrl: '/api/v1/auth/login/form', scopes: {} } } },
      });
    });

    it.each([
      ['/openapi.json', 'application/json'],
      ['/docs', 'text/html'],
      ['/docs/init.js', 'text/javascript'],
      ['/docs/page.css', 'text/css'],
      ['/docs/swagger-ui.css', 'text/css'],
      ['/docs/swagger-ui-bundle.js', 'text/javascript'],
      ['/redoc', 'text/html'],
      ['/redoc/init.js', 'text/javascript'],
      ['/redoc/redoc.standalone.js', 'text/javascript'],
      ['/welcome.css', 'text/css'],
      ['/favicon.svg', 'image/svg+xml'],
      ['/favicon.ico', 'image/svg+xml'],
      ['/', 'application/json'],
    ])('serves %s, and only once to who asks again', async (url, type) => {
      const { statusCode, headers } = await get(url);
      expect(statusCode).toBe(200);
      expect(headers['content-type']).toContain(type);
      expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
      const again = await get(url, { 'if-none-match': headers.etag as string });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      const head = await app.inject({ method: 'HEAD', url });
      expect([head.statusCode, head.body]).toEqual([200, '']);
    });

    it.each(['/', '/docs', '/redoc'])('serves %s as a page that needs nothing from elsewhere', async (url) => {
      const { body, headers } = await get(url, BROWSER);
      const policy = headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:/);
      expect(body).not.toMatch(/<script>|style="|\son\w+=/);

      const files = [...body.matchAll(/(?:src|href)="([^"]+\?v=[^"]+)"/g)].map(([, address]) => address!);
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        const answer = await get(`/${file}`);
        expect([answer.statusCode, answer.headers['cache-control']]).toEqual([
          200,
          'public, max-age=31536000, immutable',
        ]);
      }
    });

    it.each(['/docs/nope.js', '/docs/constructor', '/docs/..%2fwelcome.css', '/redoc/page.css'])(
      'serves no other file: %s',
      async (url) => {
        expect((await get(url)).statusCode).toBe(404);
      },
    );

    it('says so where Redoc was not built in', async () => {
      vi.spyOn(app.get(Assets), 'file').mockReturnValue(undefined);
      const { statusCode, headers, body } = await get('/redoc', BROWSER);
      expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(body).toContain('Redoc is not part of this build');
    });

    it('tells programs and people where things are', async () => {
      expect((await get('/')).json()).toEqual({
        name: 'Gatehouse',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
        docs: 'http://localhost:3000/docs',
        openapi: 'http://localhost:3000/openapi.json',
        health: 'http://localhost:3000/health',
        jwks: 'http://localhost:3000/.well-known/jwks.json',
        api: 'http://localhost:3000/api/v1',
      });
      const page = await get('/', BROWSER);
      expect(page.headers.vary).toBe('Accept');
      expect(page.body).toMatch(/href="docs".*href="redoc".*href="openapi.json".*href="health"/s);
    });
  });

  describe('in production', () => {
    beforeEach(async () => {
      app = await start(PRODUCTION);
    });

    it('does not tell the version, nor where documentation would be', async () => {
      expect((await get('/')).json()).toEqual({
        name: 'Gatehouse',
        health: 'https://id.example.org/auth/health',
        jwks: 'https://id.example.org/auth/.well-known/jwks.json',
        api: 'https://id.example.org/auth/api/v1',
      });
      expect((await get('/', BROWSER)).body).not.toMatch(/<small>|href="docs"|openapi/);
    });

    it.each(['/openapi.json', '/docs', '/docs/init.js', '/redoc', '/redoc/init.js'])('has no %s', async (url) => {
      const { statusCode, headers } = await get(url);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('application/problem+json');
    });
  });
});
