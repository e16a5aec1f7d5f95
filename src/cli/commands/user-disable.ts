import { changeUser } from '../change-user.js';
import { defineCommand } from '../command.js';

export const command = defineCommand({
  arguments: ['USER'],
  options: {},
  description: 'USER is an id, a username or an e-mail address. All sessions end, and access tokens are dead at once.',
  run: ({ args: [who], output }) => changeUser(who!, { isActive: false }, output),
});
