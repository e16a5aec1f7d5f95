import type { INestApplicationContext } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { UserNotFound, type UserRow, UsersService } from '#users/index.js';

/** By id, username or e-mail address. Throws UserNotFound. */
export async function findUser(app: INestApplicationContext, who: string): Promise<UserRow> {
  const users = app.get(UsersService);
  if (isUUID(who)) return users.get(who.toLowerCase());
  const found = await users.findCredentials(who);
  if (!found) throw new UserNotFound();
  return users.get(found.id);
}
