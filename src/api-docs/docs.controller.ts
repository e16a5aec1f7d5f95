import { type CanActivate, Controller, Get, Injectable, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#common/access/index.js';
import { NotFound } from '#common/errors/index.js';
import { sendFile } from '#common/http/static-file.js';
import { Config } from '#config/index.js';
import { Assets } from './assets.js';
import { OpenApiDocument } from './open-api-document.js';
import { redocMissingPage, redocPage, swaggerUiPage } from './docs.pages.js';

/** Where the documentation is off there is nothing here. */
@Injectable()
export class DocsAreOn implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(): true {
    if (!this.config.http.docs) throw new NotFound();
    return true;
  }
}

@ApiExcludeController()
@UseGuards(DocsAreOn)
@Controller()
export class DocsController {
  constructor(
    private readonly assets: Assets,
    private readonly document: OpenApiDocument,
  ) {}

  @Get('openapi.json')
  @Public()
  openApi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(this.document.file(), request, reply);
  }

  @Get('docs')
  @Public()
  swaggerUi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendFile(swaggerUiPage(this.assets), request, reply);
  }

  @Get('docs/:file')
  @Public()
  swaggerUiFile(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.asset(`docs/${name}`, request, reply);
  }

  @Get('redoc')
  @Public()
  redoc(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (this.assets.file('redoc/redoc.standalone.js')) return sendFile(redocPage(this.assets), request, reply);
    const { body, headers, type } = redocMissingPage(this.assets);
    void reply.status(404).headers(headers).type(type).send(body);
  }

  @Get('redoc/:file')
  @Public()
  redocFile(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.asset(`redoc/${name}`, request, reply);
  }

  private asset(name: string, request: FastifyRequest, reply: FastifyReply): void {
    const file = this.assets.file(name);
    if (!file) throw new NotFound();
    sendFile(file, request, reply);
  }
}
