import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { randomText } from '#common/crypto/secrets.js';
import { Config } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { WeakPassword } from '#passwords/index.js';
import { ADMIN } from './role.entity.js';
import { EmailTaken, UsernameTaken } from './users.errors.js';
import { UsersService } from './users.service.js';

const USERNAME = 'admin';
const PASSWORD_BYTES = 18;

/** Somebody must be there to begin with: the first start on an empty table makes an administrator. */
@Injectable()
export class FirstAdministrator implements OnApplicationBootstrap {
  constructor(
    private readonly users: UsersService,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { total_users } = await this.users.count();
    if (total_users > 0) return;

    const { email, password = randomText(PASSWORD_BYTES) } = this.config.admin;
    try {
      await this.users.create({ username: USERNAME, email, password, roles: [ADMIN], isVerified: true });
    } catch (error) {
      if (error instanceof WeakPassword) throw new CannotStart(`ADMIN_PASSWORD: ${error.message}`);
      // Another instance that started at the same moment was quicker.
      if (error instanceof UsernameTaken || error instanceof EmailTaken) return;
      throw error;
    }
    if (this.config.admin.password === undefined) printOnce(USERNAME, password);
  }
}

/** To the terminal, not to the log: logs are kept and shipped (ASVS 16.2.5). */
function printOnce(username: string, password: string): void {
  const lines = [
    '',
    'The first administrator, shown only this once:',
    `  username  ${username}`,
    `  password  ${password}`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
