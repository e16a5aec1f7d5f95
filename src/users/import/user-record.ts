import { isEmail, isUUID } from 'class-validator';
import { uuidv7 } from '#common/crypto/uuid.js';
import { USERNAME } from '../dto/fields.js';
import { DEFAULT_ROLE } from '../role.entity.js';
import { COLUMNS } from './columns.js';
import type { Fault } from './import.errors.js';
import { readTime } from './time.js';

/** A user as the statement takes it. */
export interface ImportedUser {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly password_hash: string | null;
  readonly is_active: boolean;
  readonly is_verified: boolean;
  readonly roles: readonly string[];
  readonly created_at: string | null;
}

/** What a record is measured by besides its own shape. */
export interface ImportRules {
  readonly roles: ReadonlySet<string>;
  /** Whether a password can be checked against this hash. */
  readonly canRead: (hash: string) => boolean;
}

type Values = Readonly<Record<string, unknown>>;

const MAX_EMAIL = 254;
const MAX_FULL_NAME = 200;
const MAX_ROLES = 50;
const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, t: true, f: false, 1: true, 0: false };

/** Measures one record by the rules that registration has, and names everything that is wrong with it. */
export function readUser(values: Values, rules: ImportRules): ImportedUser | Fault[] {
  const faults: Fault[] = [];
  const wrong = (field: string, code: string, detail: string): undefined => void faults.push({ field, code, detail });

  for (const name of Object.keys(values)) {
    if (!COLUMNS.has(name)) wrong(name, 'unknown_field', `${JSON.stringify(name)} is not known here.`);
  }
  const created = timeOf(values['created_at'], wrong);
  const user: ImportedUser = {
    id: idOf(values['id'], wrong) ?? uuidv7(created?.ms),
    username: usernameOf(values['username'], wrong) ?? '',
    email: emailOf(values['email'], wrong) ?? '',
    full_name: fullNameOf(values['full_name'], wrong) ?? null,
    password_hash: hashOf(values['password_hash'], rules, wrong) ?? null,
    is_active: flagOf('is_active', values['is_active'], wrong) ?? true,
    is_verified: flagOf('is_verified', values['is_verified'], wrong) ?? false,
    roles: rolesOf(values['roles'], rules, wrong) ?? [DEFAULT_ROLE],
    created_at: created?.text ?? null,
  };
  return faults.length > 0 ? faults : user;
}

type Wrong = (field: string, code: string, detail: string) => undefined;

/** JSON has null for nothing, CSV has an empty field. */
function isNothing(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function textOf(field: string, value: unknown, wrong: Wrong): string | undefined {
  if (typeof value !== 'string') return wrong(field, 'not_text', `${field} must be text.`);
  // Half a surrogate pair: JSON can spell it, no database can keep it.
  if (!value.isWellFormed()) return wrong(field, 'bad_text', `${field} has characters that cannot be stored.`);
  return value.trim();
}

function idOf(value: unknown, wrong: Wrong): string | undefined {
  if (isNothing(value)) return undefined;
  if (isUUID(value) && value !== NIL_UUID) return (value as string).toLowerCase();
  return wrong('id', 'not_a_uuid', 'id must be a UUID; leave it out for a new one.');
}

function usernameOf(value: unknown, wrong: Wrong): string | undefined {
  if (isNothing(value)) return wrong('username', 'missing', 'username is missing.');
  const text = textOf('username', value, wrong);
  if (text === undefined || USERNAME.pattern.test(text)) return text;
  return wrong('username', 'bad_username', `${USERNAME.message}.`);
}

function emailOf(value: unknown, wrong: Wrong): string | undefined {
  if (isNothing(value)) return wrong('email', 'missing', 'email is missing.');
  const text = textOf('email', value, wrong);
  if (text === undefined) return undefined;
  const isGood =
    text.length <= MAX_EMAIL && /^[\x21-\x7e]*$/.test(text) && isEmail(text, { allow_utf8_local_part: false });
  return isGood ? text : wrong('email', 'bad_email', 'email must be an e-mail address such as ada@example.org.');
}

function fullNameOf(value: unknown, wrong: Wrong): string | undefined {
  if (isNothing(value)) return undefined;
  const text = textOf('full_name', value, wrong);
  if (text === undefined || text === '') return undefined;
  if (text.length <= MAX_FULL_NAME && !/\p{Cc}/u.test(text)) return text;
  return wrong(
    'full_name',
    'bad_full_name',
    `full_name must have at most ${MAX_FULL_NAME} characters, and no control characters.`,
  );
}

/** Django and shadow(5) mark an account without a usable password with an exclamation mark. */
function hashOf(value: unknown, { canRead }: ImportRules, wrong: Wrong): string | undefined {
  if (isNothing(value)) return undefined;
  if (typeof value === 'string' && value.startsWith('!')) return undefined;
  if (typeof value === 'string' && canRead(value)) return value;
  const detail =
    'password_hash is of no format that is read here, or asks for excessive work. Without it the user can be imported, and sets a new password by a reset link.';
  return wrong('password_hash', 'unsupported_hash', detail);
}

function flagOf(field: string, value: unknown, wrong: Wrong): boolean | undefined {
  if (isNothing(value)) return undefined;
  const flag = typeof value === 'string' ? BOOLEANS[value.toLowerCase()] : value;
  return typeof flag === 'boolean' ? flag : wrong(field, 'not_a_boolean', `${field} must be true or false.`);
}

/** A list in JSON, names with semicolons between them in CSV. */
function rolesOf(value: unknown, { roles }: ImportRules, wrong: Wrong): string[] | undefined {
  if (isNothing(value)) return undefined;
  const list: unknown[] = typeof value === 'string' ? value.split(';').map((name) => name.trim()) : asList(value);
  const names = new Set(list.filter((name) => typeof name === 'string'));
  if (names.size === 0 || names.size > MAX_ROLES || names.size < new Set(list).size) {
    return wrong('roles', 'bad_roles', `roles must be a list of 1 to ${MAX_ROLES} names of roles.`);
  }
  const unknown = [...names].filter((name) => !roles.has(name));
  if (unknown.length === 0) return [...names];
  return wrong('roles', 'unknown_role', `There is no role ${unknown.map((name) => JSON.stringify(name)).join(', ')}.`);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function timeOf(value: unknown, wrong: Wrong): { text: string; ms: number } | undefined {
  if (isNothing(value)) return undefined;
  const time = typeof value === 'string' ? readTime(value) : undefined;
  if (time) return time;
  const detail = 'created_at must be a past time since 1970 with its zone, such as 2024-05-01T09:30:00Z (RFC 3339).';
  return wrong('created_at', 'bad_time', detail);
}
