import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { NotFound } from '#common/errors/index.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { sendFile } from '#common/http/static-file.js';
import { addVary } from '#common/http/vary.js';
import { Config, SIGN_IN_PATH } from '#config/index.js';
import { PageAssets } from '#pages/index.js';
import { signInPage } from './sign-in.page.js';

/** For whoever has no page of their own to sign in on: there while its address is one to come back to. */
@ApiExcludeController()
@Controller()
export class SignInPageController {
  constructor(
    private readonly config: Config,
    private readonly assets: PageAssets,
  ) {}

  @Get(SIGN_IN_PATH)
  @Public()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @PreferredLocale() locale: string): void {
    const home = this.config.social.signInPage;
    if (home === undefined) throw new NotFound();
    addVary(reply, 'Accept-Language');
    sendFile(signInPage(home, this.config, this.assets, locale), request, reply);
  }
}
