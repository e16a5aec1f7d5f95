import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticated, CurrentUser, type Principal } from '#common/access/index.js';
import { ApiPage } from '#common/paging/api-page.decorator.js';
import { PageQuery } from '#common/paging/page.query.js';
import { sendPage } from '#common/paging/page.js';
import { ACTIVITY_TYPES } from './activity-texts.js';
import { ActivityDto } from './dto/activity.dto.js';
import { EventSearch } from './event-search.service.js';

@ApiTags('profile')
@Controller('users/me/activity')
export class ActivityController {
  constructor(private readonly search: EventSearch) {}

  @Get()
  @Authenticated()
  @ApiOperation({ operationId: 'listActivity', summary: 'What happened to your own account, newest first' })
  @ApiPage(ActivityDto)
  async listActivity(
    @CurrentUser() me: Principal,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActivityDto[]> {
    const page = await this.search.page([OWN(me), SHOWN], query);
    return sendPage(page, request, reply).map((event) => ActivityDto.from(event, me));
  }
}

const OWN = ({ userId }: Principal) => ['user_id = ?', userId] as const;
const SHOWN = ['type = ANY (?)', ACTIVITY_TYPES] as const;
