import { NewPasswordsService } from '#auth/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { AccountsService, UserDto, UsersService } from '#users/index.js';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { findUser } from '../find-user.js';
import { operatorOf } from '../operator.js';
import { PASSWORD_OPTIONS, readPassword } from '../read-password.js';
import { describeUser } from '../show-user.js';

export const command = defineCommand({
  arguments: ['USER'],
  options: PASSWORD_OPTIONS,
  description:
    'USER is an id, a username or an e-mail address. All sessions end, links that were mailed are void, and the owner is\n' +
    'told by letter. For an administrator who is locked out; others ask for a reset link themselves.',
  async run({ args: [who], options, output }) {
    const password = await readPassword(options);
    if (password === undefined) throw new UsageError('Choose one of --password-stdin and --ask-password.');
    const user = await withApplication(async (app) => {
      const { id } = await findUser(app, who!);
      const { mail } = app.get(Config);
      const account = await app.get(AccountsService).get(id);
      const newPassword = { password, pointer: '/password', locale: mail.defaultLocale };
      await app.get(NewPasswordsService).set(account, newPassword, async () => {});
      const { userId: actorId } = await operatorOf(app);
      app.get(SecurityEvents).publish({ type: 'password.changed', outcome: 'success', userId: id, actorId });
      return app.get(UsersService).get(id);
    });
    output.result(UserDto.from(user), describeUser(user));
  },
});
