import { Readable } from 'node:stream';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { NoStore } from '#common/http/no-store.js';
import { TooManyRequests } from '#limits/index.js';
import { UserNotFound } from '../users.errors.js';
import { ExportBudget } from './export-budget.js';
import { EXPORT_SCHEMA } from './export.schema.js';
import { PersonalDataExport } from './personal-data-export.service.js';

const FILE = { type: 'application/json; charset=utf-8', disposition: 'attachment; filename="personal-data.json"' };

@ApiTags('profile')
@Controller('users/me/export')
export class ExportController {
  constructor(
    private readonly budget: ExportBudget,
    private readonly data: PersonalDataExport,
  ) {}

  @Get()
  @Authenticated()
  @NoStore()
  @ApiOperation({
    operationId: 'exportPersonalData',
    summary: 'Everything that is held about you, as a file',
    description:
      'Without hashes and other secrets; the file says what is left out. So often an hour only. Asking is itself an event of your activity.',
  })
  @ApiProduces('application/json')
  @ApiOkResponse({ schema: EXPORT_SCHEMA })
  @Fails(UserNotFound, TooManyRequests)
  async exportData(@CurrentUser() me: Principal): Promise<StreamableFile> {
    await this.budget.take(me.userId);
    return new StreamableFile(Readable.from(await this.data.begin(me)), FILE);
  }
}
