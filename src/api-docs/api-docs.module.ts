import { Module } from '@nestjs/common';
import { Assets } from './assets.js';
import { DocsController } from './docs.controller.js';
import { OpenApiDocument } from './open-api-document.js';
import { WelcomeController } from './welcome.controller.js';

/** The paths of this room. They stay at the root, outside the global prefix. */
export const API_DOCS_ROUTES = [
  '/',
  'welcome.css',
  'favicon.svg',
  'favicon.ico',
  'openapi.json',
  'docs',
  'docs/:file',
  'redoc',
  'redoc/:file',
];

@Module({
  controllers: [WelcomeController, DocsController],
  providers: [Assets, OpenApiDocument],
  exports: [OpenApiDocument],
})
export class ApiDocsModule {}
