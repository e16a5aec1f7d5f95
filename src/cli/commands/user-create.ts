import { DataSource } from 'typeorm';
import { InputPipe } from '#common/validation/input.pipe.js';
import { Config } from '#config/index.js';
import { AccountsService, CreateUserDto, UserAdministration, UserDto, UsersService } from '#users/index.js';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { operatorOf } from '../operator.js';
import { PASSWORD_OPTIONS, readPassword } from '../read-password.js';
import { describeUser } from '../show-user.js';

export const command = defineCommand({
  arguments: ['USERNAME'],
  options: {
    email: { type: 'string', value: 'ADDRESS', meaning: 'E-mail address; needed' },
    'full-name': { type: 'string', value: 'NAME', meaning: 'Full name' },
    role: { type: 'string', value: 'ROLE', multiple: true, meaning: 'A role; may be given again. Without: user' },
    verified: { type: 'boolean', meaning: 'The e-mail address is known to be theirs' },
    ...PASSWORD_OPTIONS,
  },
  description: 'Without a password, the user gets a letter with a link to set one.',
  async run({ args: [username], options, output }) {
    if (options.email === undefined) throw new UsageError('--email is needed.');
    const body = { username, email: options.email, full_name: options['full-name'], roles: options.role };
    const password = await readPassword(options);
    await withApplication(async (app) => {
      const metadata = { type: 'body', metatype: CreateUserDto } as const;
      const dto = (await new InputPipe().transform({ ...body, password }, metadata)) as CreateUserDto;
      const locale = app.get(Config).mail.defaultLocale;
      const { id } = await app.get(UserAdministration).create(dto, await operatorOf(app), locale);
      if (options.verified) {
        await app.get(DataSource).transaction((tx) => app.get(AccountsService).proveEmail(tx, id));
      }
      const user = await app.get(UsersService).get(id);
      output.result(UserDto.from(user), describeUser(user));
    });
  },
});
