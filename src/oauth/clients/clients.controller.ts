import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser, Permissions, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { NoStore } from '#common/http/no-store.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { ClientNameTaken, ClientNotFound, SecretNotFound, TooManySecrets } from './clients.errors.js';
import { ClientsService } from './clients.service.js';
import { ChangeClientDto, ClientDto, CreateClientDto, NewSecretDto } from './dto/client.dto.js';

/** Services that have credentials of their own. */
@ApiTags('clients')
@Controller('clients')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @Permissions('clients:read')
  @ApiOperation({ operationId: 'listClients', summary: 'All registered clients' })
  @ApiOkResponse({ type: [ClientDto] })
  async listClients(): Promise<ClientDto[]> {
    return (await this.clients.list()).map((client) => ClientDto.from(client));
  }

  @Post()
  @Permissions('clients:write')
  @ApiOperation({
    operationId: 'createClient',
    summary: 'Register a client',
    description: 'It has no secret yet: add one, or give public keys and let it authenticate by `private_key_jwt`.',
  })
  @ApiCreatedResponse({ type: ClientDto })
  @Fails(ClientNameTaken)
  async createClient(@CurrentUser() actor: Principal, @Body() body: CreateClientDto): Promise<ClientDto> {
    return ClientDto.from(await this.clients.create(body, actor));
  }

  @Get(':id')
  @Permissions('clients:read')
  @ApiOperation({ operationId: 'getClient', summary: 'One client' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ClientDto })
  @Fails(ClientNotFound)
  async getClient(@Param('id', UuidParam) id: string): Promise<ClientDto> {
    return ClientDto.from(await this.clients.get(id));
  }

  @Patch(':id')
  @Permissions('clients:write')
  @ApiOperation({
    operationId: 'changeClient',
    summary: 'Change a client',
    description: 'Access tokens that it has are dead at once.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ClientDto })
  @Fails(ClientNotFound, ClientNameTaken)
  async changeClient(
    @CurrentUser() actor: Principal,
    @Param('id', UuidParam) id: string,
    @Body() { is_active: isActive, ...fields }: ChangeClientDto,
  ): Promise<ClientDto> {
    return ClientDto.from(await this.clients.change(id, { ...fields, isActive }, actor));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permissions('clients:write')
  @ApiOperation({ operationId: 'deleteClient', summary: 'Delete a client, with its secrets and tokens' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @Fails(ClientNotFound)
  async deleteClient(@CurrentUser() actor: Principal, @Param('id', UuidParam) id: string): Promise<void> {
    await this.clients.remove(id, actor);
  }

  @Post(':id/secrets')
  @Permissions('clients:write')
  @NoStore()
  @ApiOperation({
    operationId: 'addClientSecret',
    summary: 'Give a client another secret',
    description: 'Two at the most: bring the new one out, then delete the old one.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiCreatedResponse({ type: NewSecretDto })
  @Fails(ClientNotFound, TooManySecrets)
  async addClientSecret(@CurrentUser() actor: Principal, @Param('id', UuidParam) id: string): Promise<NewSecretDto> {
    const { id: secretId, secret } = await this.clients.addSecret(id, actor);
    return { id: secretId, client_secret: secret };
  }

  @Delete(':id/secrets/:secretId')
  @HttpCode(204)
  @Permissions('clients:write')
  @ApiOperation({ operationId: 'deleteClientSecret', summary: 'Delete a secret of a client' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'secretId', format: 'uuid' })
  @ApiNoContentResponse()
  @Fails(SecretNotFound)
  async deleteClientSecret(
    @CurrentUser() actor: Principal,
    @Param('id', UuidParam) id: string,
    @Param('secretId', UuidParam) secretId: string,
  ): Promise<void> {
    await this.clients.removeSecret(id, secretId, actor);
  }
}
