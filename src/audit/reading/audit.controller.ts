import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, Permissions, type Principal } from '#common/access/index.js';
import { ApiPage } from '#common/paging/api-page.decorator.js';
import { sendPage } from '#common/paging/page.js';
import { AuditLog } from './audit-log.service.js';
import { AuditEventDto } from './dto/audit-event.dto.js';
import { ListEventsQuery } from './dto/list-events.query.js';

@ApiTags('audit')
@Controller('audit/events')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Permissions('audit:read')
  @ApiOperation({
    operationId: 'listAuditEvents',
    summary: 'Security events, newest first',
    description: 'Reading them is itself an event: `audit.read`.',
  })
  @ApiPage(AuditEventDto)
  async listAuditEvents(
    @CurrentUser() reader: Principal,
    @Query() query: ListEventsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditEventDto[]> {
    const page = await this.log.read(query, reader);
    return sendPage(page, request, reply).map((event) => AuditEventDto.from(event));
  }
}
