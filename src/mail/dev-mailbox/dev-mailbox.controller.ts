import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { NotFound } from '#common/errors/index.js';
import { sendFile } from '#common/http/static-file.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { DevMailbox, type ReadableLetter } from './dev-mailbox.js';
import { ASSETS, letterFrame, letterPage, listPage, type MailboxPage, STYLE } from './dev-mailbox.pages.js';
import { MailboxIsOn } from './mailbox-is-on.guard.js';

/** Where a developer reads what would have been sent. */
@ApiExcludeController()
@UseGuards(MailboxIsOn)
@Controller('dev/mail')
export class DevMailboxController {
  constructor(private readonly mailbox: DevMailbox) {}

  @Get()
  @Public()
  async list(@Res() reply: FastifyReply): Promise<void> {
    send(reply, listPage(await this.mailbox.letters()));
  }

  @Get('mailbox.css')
  @Public()
  style(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(ASSETS.file(STYLE)!, request, reply);
  }

  @Get(':id')
  @Public()
  async letter(@Param('id', UuidParam) id: string, @Res() reply: FastifyReply): Promise<void> {
    send(reply, letterPage(await this.find(id)));
  }

  /** The letter as a mail program would show it, in a frame without rights. */
  @Get(':id/html')
  @Public()
  async html(@Param('id', UuidParam) id: string, @Res() reply: FastifyReply): Promise<void> {
    send(reply, letterFrame(await this.find(id)));
  }

  private async find(id: string): Promise<ReadableLetter> {
    const letter = await this.mailbox.letter(id);
    if (!letter) throw new NotFound();
    return letter;
  }
}

function send(reply: FastifyReply, { content, headers }: MailboxPage): void {
  void reply
    .headers({ ...headers, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(content);
}
