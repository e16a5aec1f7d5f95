import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser, type Principal } from '#common/access/index.js';
import { Fails } from '#common/errors/index.js';
import { UserDto, UserNotFound, UsersService } from '#users/index.js';

@ApiTags('auth')
@Controller('auth')
export class MeController {
  constructor(private readonly users: UsersService) {}

  @Get('me')
  @Authenticated()
  @ApiOperation({ operationId: 'me', summary: 'Who you are' })
  @ApiOkResponse({ type: UserDto })
  @Fails(UserNotFound)
  async me(@CurrentUser() { userId }: Principal): Promise<UserDto> {
    return UserDto.from(await this.users.get(userId));
  }
}
