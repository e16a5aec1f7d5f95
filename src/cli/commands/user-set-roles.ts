import { changeUser } from '../change-user.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';

export const command = defineCommand({
  arguments: ['USER', 'ROLES'],
  options: {},
  description:
    'USER is an id, a username or an e-mail address. ROLES are all that the user shall have, with commas between them.',
  async run({ args: [who, list], output }) {
    const roles = [...new Set(list!.split(',').map((role) => role.trim()))];
    if (roles.includes('')) throw new UsageError('ROLES must be names with commas between them, such as admin,user.');
    await changeUser(who!, { roles }, output);
  },
});
