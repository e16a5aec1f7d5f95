import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Permissions, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { Idempotent } from '#idempotency/index.js';
import { ChangeRoleDto, CreateRoleDto, RoleDto } from './dto/role.dto.js';
import { BuiltInRole, RoleInUse, RoleNotFound, RoleTaken } from './roles.errors.js';
import { RolesService } from './roles.service.js';
import { BeyondOwnPermissions } from './users.errors.js';

@ApiTags('roles')
@Controller('roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @Permissions('roles:read')
  @ApiOperation({ operationId: 'listRoles', summary: 'All roles and what they permit' })
  @ApiOkResponse({ type: [RoleDto] })
  async listRoles(): Promise<RoleDto[]> {
    const roles = await this.roles.list();
    return roles.map((role) => RoleDto.from(role));
  }

  @Post()
  @Permissions('roles:write')
  @Idempotent()
  @ApiOperation({ operationId: 'createRole', summary: 'Create a role out of permissions that you have yourself' })
  @ApiCreatedResponse({ type: RoleDto })
  @Fails(RoleTaken, BeyondOwnPermissions)
  async createRole(@CurrentUser() actor: Principal, @Body() { name, ...changes }: CreateRoleDto): Promise<RoleDto> {
    return RoleDto.from(await this.roles.create(name, changes, actor));
  }

  @Patch(':name')
  @Permissions('roles:write')
  @ApiOperation({
    operationId: 'changeRole',
    summary: 'Change what a role permits',
    description: 'Access tokens of its holders are dead at once; refreshed ones have the new permissions.',
  })
  @ApiOkResponse({ type: RoleDto })
  @Fails(RoleNotFound, BuiltInRole, BeyondOwnPermissions)
  async changeRole(
    @CurrentUser() actor: Principal,
    @Param('name') name: string,
    @Body() changes: ChangeRoleDto,
  ): Promise<RoleDto> {
    return RoleDto.from(await this.roles.change(name, changes, actor));
  }

  @Delete(':name')
  @HttpCode(204)
  @Permissions('roles:write')
  @ApiOperation({ operationId: 'deleteRole', summary: 'Delete a role that nobody has' })
  @ApiNoContentResponse()
  @Fails(RoleNotFound, BuiltInRole, RoleInUse, BeyondOwnPermissions)
  async deleteRole(@CurrentUser() actor: Principal, @Param('name') name: string): Promise<void> {
    await this.roles.remove(name, actor);
  }
}
