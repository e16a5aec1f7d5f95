import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Sql, violatedConstraint } from '#database/index.js';
import { PasswordPolicy, PasswordsService } from '#passwords/index.js';
import { type Admission, OneTimeTokensService } from '#tokens/index.js';
import { DEFAULT_ROLE } from './role.entity.js';
import {
  COUNT_USERS,
  CREATE_USER,
  CREDENTIALS_BY_EMAIL,
  CREDENTIALS_BY_USERNAME,
  type CredentialsRow,
  FIND_USER,
  IS_ACTIVE,
  SIGN_IN,
  SIGN_IN_BY_IDENTITY,
  type UserRow,
} from './user.statements.js';
import { EmailTaken, UnknownRole, UsernameTaken, UserNotFound } from './users.errors.js';

export interface NewUser {
  readonly username: string;
  readonly email: string;
  /** Absent: no password opens the account until its owner has set one by a mailed link. */
  readonly password?: string;
  readonly fullName?: string | null;
  readonly roles?: readonly string[];
  readonly isVerified?: boolean;
}

/** What else is written together with a new user. */
export type Alongside = (user: UserRow, tx: EntityManager) => Promise<void>;

/** What must hold for a new user to be made. Throws its refusal. */
type Entitlement = (tx: EntityManager) => Promise<void>;

const nothing = async () => {};

/** Users as the other rooms need them: made, found, counted. Changes to them stand in UserChangesService. */
@Injectable()
export class UsersService {
  constructor(
    private readonly sql: Sql,
    private readonly passwords: PasswordsService,
    private readonly policy: PasswordPolicy,
    private readonly dataSource: DataSource,
    private readonly oneTimeTokens: OneTimeTokensService,
  ) {}

  /**
   * `alongside` runs in the same transaction: the letter that belongs to a new account is there when the account is.
   * `entitle` runs in it, too, before others may have to wait for the new names: it may wait itself. Throws what they
   * throw, WeakPassword, UsernameTaken, EmailTaken, UnknownRole, HashQueueFull.
   */
  async create(newUser: NewUser, alongside: Alongside = nothing, entitle: Entitlement = nothing): Promise<UserRow> {
    const { username, email, password, fullName } = newUser;
    if (password !== undefined) await this.policy.check(password, { username, email, fullName: fullName ?? undefined });
    const hash = password === undefined ? null : await this.passwords.hash(password);
    try {
      return await this.dataSource.transaction(async (tx) => {
        await entitle(tx);
        const user = await this.insert(tx, newUser, hash);
        await alongside(user, tx);
        return user;
      });
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  private async insert(tx: EntityManager, newUser: NewUser, hash: string | null): Promise<UserRow> {
    const { username, email, fullName = null, isVerified = false, roles = [DEFAULT_ROLE] } = newUser;
    if (!isVerified && (await this.oneTimeTokens.isClaimed(email, tx))) throw new EmailTaken();
    const values = [uuidv7(), username, email, fullName, hash, isVerified, roles];
    const [user] = await this.sql.run<UserRow>(CREATE_USER, values, tx);
    return user!;
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

  /**
   * Admits to a session, notes the time and keeps the better hash; all in the statement that starts the session, so that
   * there is none for who is not active or whose password was changed since it was checked.
   */
  admission(id: string, checkedHash: string | null, betterHash?: string): Admission {
    return { statement: SIGN_IN, values: [id, checkedHash, betterHash ?? null] };
  }

  /** As `admission`, by an identity instead of a password. */
  admissionByIdentity(id: string, identityId: string, deviceEpoch: number): Admission {
    return { statement: SIGN_IN_BY_IDENTITY, values: [id, identityId, deviceEpoch] };
  }

  async isActive(id: string): Promise<boolean> {
    const [row] = await this.sql.run<{ is_active: boolean }>(IS_ACTIVE, [id]);
    return row?.is_active === true;
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
