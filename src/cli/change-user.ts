import { UserChangesService, type UserChanges, UserDto, UsersService } from '#users/index.js';
import { withApplication } from './application.js';
import { findUser } from './find-user.js';
import { operatorOf } from './operator.js';
import type { Output } from './output.js';
import { describeUser } from './show-user.js';

/** Changes somebody by the rules that administrators have: sessions and tokens feel it at once, the last one stays. */
export async function changeUser(who: string, changes: UserChanges, output: Output): Promise<void> {
  const user = await withApplication(async (app) => {
    const { id } = await findUser(app, who);
    await app.get(UserChangesService).change(id, changes, await operatorOf(app));
    return app.get(UsersService).get(id);
  });
  output.result(UserDto.from(user), describeUser(user));
}
