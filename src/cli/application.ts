import { hostname, userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '#app.module.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { requestContext } from '#common/http/request-context.js';
import { readConfiguration } from './configuration.js';
import { reachDatabase } from './reach-database.js';
import { StderrLogger } from './stderr-logger.js';

/**
 * Runs `work` in the application that the service is, without HTTP and without what runs in the background. The schema
 * is brought up to date as the service would. What happens is recorded as done from here.
 */
export async function withApplication<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const config = readConfiguration();
  await reachDatabase(config.database);
  const app = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: new StderrLogger(),
    abortOnError: false,
    instrument: { instanceDecorator: withoutBackgroundWork },
  });
  try {
    return await requestContext.run(caller(), () => work(app));
  } finally {
    await app.close();
  }
}

/** Workers, sweepers and servers begin in this hook, and the first administrator is made there. All that is the service's. */
function withoutBackgroundWork<T>(instance: T): T {
  if (typeof instance === 'object' && instance !== null && 'onApplicationBootstrap' in instance) {
    Object.defineProperty(instance, 'onApplicationBootstrap', { value: undefined });
  }
  return instance;
}

/** In the place of a request: who sits at this terminal. */
function caller() {
  return { requestId: uuidv7(), ip: 'local', userAgent: `gatehouse command line, ${userName()} on ${hostname()}` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run under numbers that no list of users has.
    return `user ${process.getuid?.()}`;
  }
}
