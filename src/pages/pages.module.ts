import { Module } from '@nestjs/common';
import { PageAssets } from './page-assets.js';
import { PagesController } from './pages.controller.js';

/** The small pages that mailed links lead to, and the frame that other rooms put theirs in. Whoever has an application of their own may serve these themselves. */
@Module({ controllers: [PagesController], providers: [PageAssets], exports: [PageAssets] })
export class PagesModule {}
