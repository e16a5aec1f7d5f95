import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { API_DOCS_ROUTES, OpenApiDocument } from '#api-docs/index.js';
import { corsOptions } from '#common/http/cors.js';
import { answerUnreadable, answerUnroutable } from '#common/http/unroutable.js';
import { JsonLogger, makePino } from '#common/http/json-logger.js';
import { sayGoodbye } from '#common/http/goodbye.js';
import { requestIdOf } from '#common/http/request-id.js';
import { MetricsRegistry } from '#common/metrics.js';
import { addRequestHooks } from '#common/http/request-hooks.js';
import type { Config } from '#config/index.js';
import { DEV_MAILBOX_ROUTES } from '#mail/index.js';
import { measureRequests } from '#metrics/index.js';
import { PAGES_ROUTES } from '#pages/index.js';
import { SOCIAL_ROUTES } from '#social/index.js';
import { Tracing } from '#tracing/index.js';
import { AppModule } from './app.module.js';

/** No body that we read is larger: the longest password is a thousand characters. */
const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;

/** The application as it runs: used by `main` and by the tests, so that both have the same. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const logger = makePino(config.logLevel, { pid: config.workers > 1 });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), makeAdapter(config), {
    logger: new JsonLogger(logger),
    abortOnError: false,
  });
  configureApp(app, config);
  const server = app.getHttpAdapter().getInstance();
  addRequestHooks(server, config, logger);
  app.get(Tracing).follow(server);
  if (config.metrics) measureRequests(server, app.get(MetricsRegistry));
  sayGoodbye(server);
  return app;
}

function makeAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A list of ranges or nothing: a number of hops and `true` can be forged (ASVS 4.1.3).
    trustProxy: config.http.trustedProxies.length > 0 ? [...config.http.trustedProxies] : false,
    genReqId: requestIdOf,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 128 },
    frameworkErrors: answerUnroutable(config.publicUrl, config.http.allowedOrigins),
    clientErrorHandler: answerUnreadable(config.http.allowedOrigins),
  });
}

function configureApp(app: NestFastifyApplication, { http }: Config): void {
  // No route reads it, and JSON under its name needs no preflight (ASVS 3.5.2).
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  const atRoot = [
    '.well-known/*path',
    'health',
    'health/*path',
    ...API_DOCS_ROUTES,
    ...DEV_MAILBOX_ROUTES,
    ...PAGES_ROUTES,
    ...SOCIAL_ROUTES,
  ];
  app.setGlobalPrefix(http.apiPrefix, { exclude: atRoot.map((path) => ({ path, method: RequestMethod.ALL })) });
  app.enableCors(corsOptions(http.allowedOrigins));
  app.enableShutdownHooks([], { useProcessExit: true });
  app.get(OpenApiDocument).attach(app);
}
