import { Body, Controller, Get, Patch, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { ChangeProfileDto } from './dto/change-user.dto.js';
import { UserDto } from './dto/user.dto.js';
import { UserChangesService } from './user-changes.service.js';
import { UsernameTaken, UserNotFound } from './users.errors.js';
import { UsersService } from './users.service.js';

@ApiTags('profile')
@Controller('users/me')
export class ProfileController {
  constructor(
    private readonly users: UsersService,
    private readonly changes: UserChangesService,
  ) {}

  @Get()
  @Authenticated()
  @ApiOperation({ operationId: 'getProfile', summary: 'Your own account' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound)
  async getProfile(@CurrentUser() { userId }: Principal): Promise<UserDto> {
    return UserDto.from(await this.users.get(userId));
  }

  @Patch()
  @Authenticated()
  @ApiOperation({ operationId: 'changeProfile', summary: 'Change your own username or full name' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound, UsernameTaken)
  async changeProfile(@CurrentUser() me: Principal, @Body() body: ChangeProfileDto): Promise<UserDto> {
    await this.changes.change(me.userId, { username: body.username, fullName: body.full_name }, me);
    return UserDto.from(await this.users.get(me.userId));
  }

  @Put()
  @Authenticated()
  @ApiOperation({ operationId: 'putProfile', summary: 'As PATCH: what is absent stays as it is' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound, UsernameTaken)
  putProfile(@CurrentUser() me: Principal, @Body() body: ChangeProfileDto): Promise<UserDto> {
    return this.changeProfile(me, body);
  }
}
