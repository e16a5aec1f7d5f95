import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { prefersHtml } from '#common/http/prefers-html.js';
import { sendFile } from '#common/http/static-file.js';
import { addVary } from '#common/http/vary.js';
import { Config } from '#config/index.js';
import { mailboxIsAt } from '#mail/index.js';
import { Assets } from './assets.js';
import { welcomeDocument, welcomePage } from './welcome.page.js';

/** What is at the root: a page for people, the same facts as JSON for programs. */
@ApiExcludeController()
@Controller()
export class WelcomeController {
  constructor(
    private readonly assets: Assets,
    private readonly config: Config,
  ) {}

  @Get()
  @Public()
  welcome(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asPage = prefersHtml(request.headers.accept);
    addVary(reply, 'Accept');
    const mailbox = mailboxIsAt(this.config, request.headers.host);
    sendFile(asPage ? welcomePage(this.config, this.assets, mailbox) : welcomeDocument(this.config), request, reply);
  }

  @Get('welcome.css')
  @Public()
  style(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(this.assets.file('welcome.css')!, request, reply);
  }

  /** Browsers ask for `favicon.ico` on their own account, whatever a page says. */
  @Get(['favicon.svg', 'favicon.ico'])
  @Public()
  icon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(this.assets.file('favicon.svg')!, request, reply);
  }
}
