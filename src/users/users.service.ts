import { Injectable } from '@nestjs/common';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Sql, violatedConstraint } from '#database/index.js';
import { PasswordPolicy, PasswordsService } from '#passwords/index.js';
import { DEFAULT_ROLE } from './role.entity.js';
import {
  COUNT_USERS,
  CREATE_USER,
  CREDENTIALS_BY_EMAIL,
  CREDENTIALS_BY_USERNAME,
  type CredentialsRow,
  FIND_USER,
  RECORD_SIGN_IN,
  type UserRow,
} from './user.statements.js';
import { EmailTaken, UnknownRole, UsernameTaken, UserNotFound } from './users.errors.js';

export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  readonly fullName?: string | null;
  readonly roles?: readonly string[];
  readonly isVerified?: boolean;
}

/** Users as the other rooms need them: made, found, counted. Changes to them stand in UserChangesService. */
@Injectable()
export class UsersService {
  constructor(
    private readonly sql: Sql,
    private readonly passwords: PasswordsService,
    private readonly policy: PasswordPolicy,
  ) {}

  /** Throws WeakPassword, UsernameTaken, EmailTaken, UnknownRole, HashQueueFull. */
  async create({ username, email, password, fullName, roles, isVerified }: NewUser): Promise<UserRow> {
    this.policy.check(password, { username, email, fullName: fullName ?? undefined });
    const hash = await this.passwords.hash(password);
    try {
      const [user] = await this.sql.run<UserRow>(CREATE_USER, [
        uuidv7(),
        username,
        email,
        fullName ?? null,
        hash,
        isVerified ?? false,
        roles ?? [DEFAULT_ROLE],
      ]);
      return user!;
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  /** Throws UserNotFound. */
  async get(id: string): Promise<UserRow> {
    const [user] = await this.sql.run<UserRow>(FIND_USER, [id]);
    if (!user) throw new UserNotFound();
    return user;
  }

  /** By username or e-mail address, without regard to case. A username has no @, so it is never both. */
  async findCredentials(identifier: string): Promise<CredentialsRow | undefined> {
    const statement = identifier.includes('@') ? CREDENTIALS_BY_EMAIL : CREDENTIALS_BY_USERNAME;
    const [row] = await this.sql.run<CredentialsRow>(statement, [identifier]);
    return row;
  }

  /** Notes the time, and replaces the hash by a better one of the same password unless it was changed meanwhile. */
  async recordSignIn(id: string, checkedHash: string | null, betterHash?: string): Promise<void> {
    await this.sql.run(RECORD_SIGN_IN, [id, checkedHash, betterHash ?? null]);
  }

  async count(): Promise<UserCounts> {
    const [counts] = await this.sql.run<UserCounts>(COUNT_USERS, []);
    return counts!;
  }
}

export interface UserCounts {
  readonly total_users: number;
  readonly active_users: number;
  readonly verified_users: number;
  readonly by_role: Record<string, number>;
}

/** The refusal that a violated constraint stands for; the database decides, so that two at once cannot both win. */
export function refusalOf(error: unknown): UsernameTaken | EmailTaken | UnknownRole | undefined {
  const constraint = violatedConstraint(error);
  if (constraint === 'users_username_key') return new UsernameTaken();
  if (constraint === 'users_email_key') return new EmailTaken();
  if (constraint === 'user_roles_role_name_fkey') return new UnknownRole();
  return undefined;
}
