import { Injectable } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AssetFiles, styleSheet } from '#common/http/pages/asset-files.js';

const OWN = join(import.meta.dirname, 'assets');

/** The only files that are served, by the path they are served under, with the place each is read from. */
const SOURCES: ConstructorParameters<typeof AssetFiles>[0] = {
  'welcome.css': styleSheet(join(OWN, 'welcome.css')),
  'favicon.svg': own('favicon.svg'),
  'docs/page.css': styleSheet(join(OWN, 'docs/page.css')),
  'docs/init.js': own('docs/init.js'),
  'docs/swagger-ui.css': swaggerUi('swagger-ui.css'),
  'docs/swagger-ui-bundle.js': swaggerUi('swagger-ui-bundle.js'),
  'redoc/init.js': own('redoc/init.js'),
  'redoc/redoc.standalone.js': redoc('redoc.standalone.js'),
};

/** The style sheets and scripts of the pages. */
@Injectable()
export class Assets extends AssetFiles {
  constructor() {
    super(SOURCES);
  }
}

function own(name: string): () => string {
  return () => join(OWN, name);
}

/** A dependency of @nestjs/swagger, not of ours: looked up from there. */
function swaggerUi(name: string): () => string {
  return () =>
    createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger')).resolve(`swagger-ui-dist/${name}`);
}

/** The build copies it beside our own files. Where nothing was built it is taken from the development dependency. */
function redoc(name: string): () => string | undefined {
  return () => {
    const built = join(OWN, 'redoc', name);
    if (existsSync(built)) return built;
    try {
      return createRequire(import.meta.url).resolve(`redoc/bundles/${name}`);
    } catch {
      return undefined;
    }
  };
}
