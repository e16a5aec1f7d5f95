import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetFiles, styleSheet } from '#common/http/pages/asset-files.js';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import { inkOn, legibleOn } from '#common/ink.js';
import { Config } from '#config/index.js';

const own = (name: string) => join(import.meta.dirname, 'assets', name);

/** What text in the colour of the brand stands on: the papers of `page.css` where it is hardest to read. */
const PAPER = { light: '#f6f7fb', dark: '#1b1e2a' };

@Injectable()
export class PageAssets extends AssetFiles {
  private readonly brand: StaticFile;

  constructor({ mail }: Config) {
    super({
      'pages/page.css': styleSheet(own('page.css')),
      'pages/page.js': () => own('page.js'),
      'pages/sign-in.js': () => own('sign-in.js'),
    });
    this.brand = staticFile('text/css; charset=utf-8', brandStyle(mail.brand.color));
  }

  /** The colours are a file of their own, because the policy of the pages allows no style that is written into them. */
  override file(name: string): StaticFile | undefined {
    return name === 'pages/brand.css' ? this.brand : super.file(name);
  }
}

function brandStyle(color: string): string {
  return `:root {
  --brand: ${color};
  --on-brand: ${inkOn(color)};
  --accent: ${legibleOn(PAPER.light, color)};
}

@media (prefers-color-scheme: dark) {
  :root {
    --accent: ${legibleOn(PAPER.dark, color)};
  }
}
`;
}
