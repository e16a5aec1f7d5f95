import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, Permissions, type Principal, SelfOrPermissions } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { PreferredLocale } from '#common/http/preferred-locale.js';
import { sendPage } from '#common/paging/page.js';
import { ApiPage } from '#common/paging/api-page.decorator.js';
import { UuidParam } from '#common/validation/uuid-param.js';
import { Idempotent } from '#idempotency/index.js';
import { WeakPassword } from '#passwords/index.js';
import { MayEndSessions } from '#tokens/index.js';
import { ChangeUserDto } from './dto/change-user.dto.js';
import { UserDeletionService } from './deletion/user-deletion.service.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { ListUsersQuery } from './dto/list-users.query.js';
import { UserCountsDto } from './dto/user-counts.dto.js';
import { UserDto } from './dto/user.dto.js';
import { UserAdministration } from './user-administration.service.js';
import { UserListService } from './user-list.service.js';
import {
  BeyondOwnPermissions,
  EmailTaken,
  LastAdministrator,
  OwnAccount,
  UnknownRole,
  UsernameTaken,
  UserNotFound,
} from './users.errors.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly userList: UserListService,
    private readonly administration: UserAdministration,
    private readonly deletion: UserDeletionService,
  ) {}

  @Get()
  @Permissions('users:read')
  @ApiOperation({ operationId: 'listUsers', summary: 'Users, filtered and sorted, page by page' })
  @ApiPage(UserDto)
  async listUsers(
    @CurrentUser() { userId }: Principal,
    @Query() query: ListUsersQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto[]> {
    const page = await this.userList.list(query, userId);
    return sendPage(page, request, reply).map((user) => UserDto.from(user));
  }

  @Get('stats/count')
  @Permissions('users:read')
  @ApiOperation({ operationId: 'countUsers', summary: 'How many users there are' })
  @ApiOkResponse({ type: UserCountsDto })
  countUsers(): Promise<UserCountsDto> {
    return this.users.count();
  }

  @Post()
  @Permissions('users:write')
  @Idempotent()
  @ApiOperation({
    operationId: 'createUser',
    summary: 'Create a user',
    description:
      'Without a password, an invitation goes out by letter. Roles other than `user` need the permission `roles:assign`.',
  })
  @ApiCreatedResponse({ type: UserDto })
  @Fails(UsernameTaken, EmailTaken, UnknownRole, WeakPassword, BeyondOwnPermissions)
  async createUser(
    @CurrentUser() actor: Principal,
    @Body() body: CreateUserDto,
    @PreferredLocale() locale: string,
  ): Promise<UserDto> {
    return UserDto.from(await this.administration.create(body, actor, locale));
  }

  @Get(':id')
  @SelfOrPermissions('users:read')
  @ApiOperation({ operationId: 'getUser', summary: 'One user' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound)
  async getUser(@Param('id', UuidParam) id: string): Promise<UserDto> {
    return UserDto.from(await this.users.get(id));
  }

  @Patch(':id')
  @Permissions('users:write')
  @MayEndSessions()
  @ApiOperation({
    operationId: 'changeUser',
    summary: 'Change a user',
    description:
      'Changing `roles` needs the permission `roles:assign` and acts on access tokens at once. `is_active: false` ends all sessions at once.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound, UsernameTaken, UnknownRole, LastAdministrator, BeyondOwnPermissions)
  async changeUser(
    @CurrentUser() actor: Principal,
    @Param('id', UuidParam) id: string,
    @Body() body: ChangeUserDto,
  ): Promise<UserDto> {
    return UserDto.from(await this.administration.change(id, body, actor));
  }

  @Delete(':id')
  @HttpCode(204)
  @Permissions('users:delete')
  @ApiOperation({
    operationId: 'deleteUser',
    summary: 'Close an account at once, and delete it after the grace period',
    description:
      'All its sessions end, and it is there no more but in `GET /users?deleted=true`. The owner is told by letter. After `ACCOUNT_DELETION_GRACE_DAYS` it is gone for good, with all that tells of its owner. What its owner has closed already cannot be restored by them from then on. Not your own account: see `DELETE /users/me`.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @Fails(UserNotFound, OwnAccount, LastAdministrator, BeyondOwnPermissions)
  async deleteUser(
    @CurrentUser() actor: Principal,
    @Param('id', UuidParam) id: string,
    @PreferredLocale() locale: string,
  ): Promise<void> {
    await this.deletion.closeOther(id, actor, locale);
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Permissions('users:delete')
  @ApiOperation({
    operationId: 'restoreUser',
    summary: 'Open a closed account again, as it was',
    description:
      'Sessions and links from before stay ended. 404 for an account that is not closed, and when it is too late.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound, BeyondOwnPermissions)
  async restoreUser(@CurrentUser() actor: Principal, @Param('id', UuidParam) id: string): Promise<UserDto> {
    return UserDto.from(await this.deletion.restore(id, actor));
  }
}
