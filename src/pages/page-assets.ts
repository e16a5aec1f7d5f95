import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetFiles, styleSheet } from '#common/http/pages/asset-files.js';

const own = (name: string) => join(import.meta.dirname, 'assets', name);

@Injectable()
export class PageAssets extends AssetFiles {
  constructor() {
    super({ 'pages/page.css': styleSheet(own('page.css')), 'pages/page.js': () => own('page.js') });
  }
}
