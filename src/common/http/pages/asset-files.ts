import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fingerprint, type StaticFile, staticFile } from '../static-file.js';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where a file is read from; several places make one file. Undefined: it is not there. */
type Source = () => string | readonly string[] | undefined;

const BASE = join(import.meta.dirname, '../../assets/base.css');

/** A style sheet of ours: colours and type are those of all pages. */
export const styleSheet =
  (path: string): Source =>
  () => [BASE, path];

/** The style sheets and scripts of a room's pages. Each is read once, when it is first asked for, and kept. */
export class AssetFiles {
  private readonly files = new Map<string, StaticFile>();

  /** The only files that are served, by the path they are served under, with the place each is read from. */
  constructor(private readonly sources: Readonly<Record<string, Source>>) {}

  file(name: string): StaticFile | undefined {
    const known = this.files.get(name);
    if (known) return known;
    const source = Object.hasOwn(this.sources, name) ? this.sources[name]!() : undefined;
    if (source === undefined) return undefined;
    const parts = [source].flat().map((path) => readFileSync(path));
    const file = staticFile(TYPES[extname(name)]!, Buffer.concat(parts));
    this.files.set(name, file);
    return file;
  }

  /** The address of a file relative to the root, with its version, so that browsers need not ask for it again. */
  href(name: string): string {
    const file = this.file(name);
    return file ? `${name}?v=${fingerprint(file)}` : name;
  }
}
