import { Injectable } from '@nestjs/common';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fingerprint, type StaticFile, staticFile } from './static-file.js';

const OWN = join(import.meta.dirname, 'assets');

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The only files that are served, by the path they are served under, with the place each is read from. */
const SOURCES: Record<string, () => string | undefined> = {
  'welcome.css': own('welcome.css'),
  'favicon.svg': own('favicon.svg'),
  'docs/page.css': own('docs/page.css'),
  'docs/init.js': own('docs/init.js'),
  'docs/swagger-ui.css': swaggerUi('swagger-ui.css'),
  'docs/swagger-ui-bundle.js': swaggerUi('swagger-ui-bundle.js'),
  'redoc/init.js': own('redoc/init.js'),
  'redoc/redoc.standalone.js': redoc('redoc.standalone.js'),
};

/** The style sheets and scripts of the pages. Each is read once, when it is first asked for, and kept. */
@Injectable()
export class Assets {
  private readonly files = new Map<string, StaticFile>();

  file(name: string): StaticFile | undefined {
    const known = this.files.get(name);
    if (known) return known;
    const path = Object.hasOwn(SOURCES, name) ? SOURCES[name]!() : undefined;
    if (!path) return undefined;
    const file = staticFile(TYPES[extname(name)]!, readFileSync(path));
    this.files.set(name, file);
    return file;
  }

  /** The address of a file relative to the root, with its version, so that browsers need not ask for it again. */
  href(name: string): string {
    const file = this.file(name);
    return file ? `${name}?v=${fingerprint(file)}` : name;
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
