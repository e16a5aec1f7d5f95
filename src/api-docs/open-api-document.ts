import { type INestApplication, Injectable } from '@nestjs/common';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import { Config } from '#config/index.js';
import { buildOpenApi } from './open-api.js';

/**
 * The document as it is sent. Made when it is first asked for and not at the start, because that costs 130 to 200 ms
 * that most instances never need to spend.
 */
@Injectable()
export class OpenApiDocument {
  private app: INestApplication | undefined;
  private document: StaticFile | undefined;

  constructor(private readonly config: Config) {}

  /** Says which application is to be described. Once, before it listens. */
  attach(app: INestApplication): void {
    this.app = app;
  }

  file(): StaticFile {
    if (!this.app) throw new Error('OpenApiDocument.attach(app) was never called');
    this.document ??= staticFile(
      'application/json; charset=utf-8',
      JSON.stringify(buildOpenApi(this.app, this.config)),
    );
    return this.document;
  }
}
