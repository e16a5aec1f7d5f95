import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { NotFound } from '#common/errors/index.js';
import { sendFile } from '#common/http/static-file.js';
import { addVary } from '#common/http/vary.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { Config } from '#config/index.js';
import { hostedPage } from './hosted.page.js';
import { PageAssets } from './page-assets.js';
import { HOSTED_PAGES } from './pages.content.js';

/** The paths of this room. They stay at the root, outside the global prefix. */
export const PAGES_ROUTES = [...HOSTED_PAGES.map(({ path }) => path as string), 'pages/:file'];

@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly config: Config,
    private readonly assets: PageAssets,
  ) {}

  @Get(HOSTED_PAGES.map(({ path }) => path))
  @Public()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @PreferredLocale() locale: string): void {
    const name = request.routeOptions.url?.slice(1);
    const hosted = HOSTED_PAGES.find(({ path }) => path === name)!;
    addVary(reply, 'Accept-Language');
    sendFile(hostedPage(hosted, this.config, this.assets, locale), request, reply);
  }

  @Get('pages/:file')
  @Public()
  file(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.assets.file(`pages/${name}`);
    if (!file) throw new NotFound();
    sendFile(file, request, reply);
  }
}
