import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#common/access/index.js';
import { DatabaseHealth } from './database-health.js';
import { CheckDto, HealthDto, LivenessDto } from './health.dto.js';

/** Always at the root, whatever the prefix of the API is: probes are configured once. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: DatabaseHealth) {}

  @Get()
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'health', summary: 'All checks' })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'At least one check is `unavailable`.' })
  async all(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const database = await this.database.check();
    return answered(reply, { status: database.status, checks: { database } });
  }

  @Get('live')
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'healthLive',
    summary: 'Whether the process runs',
    description: 'Asks nobody else: a database that is away is no reason to restart this process.',
  })
  @ApiOkResponse({ type: LivenessDto })
  live(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'healthReady', summary: 'Whether requests can be served' })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'Send requests elsewhere for now.' })
  ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return this.all(reply);
  }

  @Get('database')
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'healthDatabase', summary: 'Whether the database answers' })
  @ApiOkResponse({ type: CheckDto })
  @ApiServiceUnavailableResponse({ type: CheckDto, description: 'It does not, or not within two seconds.' })
  async databaseOnly(@Res({ passthrough: true }) reply: FastifyReply): Promise<CheckDto> {
    return answered(reply, await this.database.check());
  }
}

function answered<T extends { status: string }>(reply: FastifyReply, body: T): T {
  if (body.status !== 'ok') void reply.status(503);
  return body;
}
