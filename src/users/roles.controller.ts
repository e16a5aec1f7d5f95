import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Permissions } from '#common/access/index.js';
import { RoleDto } from './dto/role.dto.js';
import { Role } from './role.entity.js';

@ApiTags('roles')
@Controller('roles')
export class RolesController {
  constructor(@InjectRepository(Role) private readonly roles: Repository<Role>) {}

  @Get()
  @Permissions('roles:read')
  @ApiOperation({ operationId: 'listRoles', summary: 'All roles and what they permit' })
  @ApiOkResponse({ type: [RoleDto] })
  async listRoles(): Promise<RoleDto[]> {
    const roles = await this.roles.find({ order: { name: 'ASC' } });
    return roles.map((role) => RoleDto.from(role));
  }
}
