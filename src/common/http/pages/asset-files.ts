import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fingerprint, type StaticFile, staticFile } from '../static-file.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The style sheets and scripts of a room's pages. Each is read once, when it is first asked for, and kept. */
export class AssetFiles {
  private readonly files = new Map<string, StaticFile>();

  /** The only files that are served, by the path they are served under, with the place each is read from. */
  constructor(private readonly sources: Readonly<Record<string, () => string | undefined>>) {}

  file(name: string): StaticFile | undefined {
    const known = this.files.get(name);
    if (known) return known;
    const path = Object.hasOwn(this.sources, name) ? this.sources[name]!() : undefined;
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
