import { UserDto } from '#users/index.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { findUser } from '../find-user.js';
import { describeUser } from '../show-user.js';

export const command = defineCommand({
  arguments: ['USER'],
  options: {},
  description: 'USER is an id, a username or an e-mail address.',
  async run({ args: [who], output }) {
    const user = await withApplication((app) => findUser(app, who!));
    output.result(UserDto.from(user), describeUser(user));
  },
});
