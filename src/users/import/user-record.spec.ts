import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreateUserDto } from '../dto/create-user.dto.js';
import { type ImportedUser, readUser } from './user-record.js';

const rules = { roles: new Set(['admin', 'user']), canRead: (hash: string) => hash.startsWith('$2b$') };
const least = { username: 'ada', email: 'ada@example.org' };
const read = (values: Record<string, unknown>) => readUser(values, rules);
const faultsOf = (values: Record<string, unknown>) => {
  const result = read(values);
  return Array.isArray(result) ? result.map(({ field, code }) => `${field} ${code}`) : [];
};

describe('readUser', () => {
  it('needs a username and an e-mail address and fills in the rest', () => {
    expect(read(least)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      ...least,
      full_name: null,
      password_hash: null,
      is_active: true,
      is_verified: false,
      roles: ['user'],
      created_at: null,
    });
  });

  it('takes everything that an export writes', () => {
    const user: ImportedUser = {
      id: '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21',
      ...least,
      full_name: 'Ada Lovelace',
      password_hash: '$2b$…',
      is_active: false,
      is_verified: true,
      roles: ['admin', 'user'],
      created_at: '2024-05-01T09:30:00.123456Z',
    };
    expect(read({ ...user })).toEqual(user);
  });

  it('takes the same as text, as CSV has it', () => {
    const fields = { ...least, id: '', full_name: '', is_active: 'F', is_verified: '1', roles: 'admin; user' };
    expect(read({ ...fields, password_hash: '', created_at: '2024-05-01 09:30:00+00' })).toMatchObject({
      full_name: null,
      password_hash: null,
      is_active: false,
      is_verified: true,
      roles: ['admin', 'user'],
      created_at: '2024-05-01T09:30:00.000000Z',
    });
  });

  it('gives users without an id one of the time when they were created, so that lists are in that order', () => {
    const { id } = read({ ...least, created_at: '2020-01-01T00:00:00Z' }) as ImportedUser;
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2020-01-01T00:00:00Z'));
  });

  it('takes a mark for no usable password as no password', () => {
    expect(read({ ...least, password_hash: '!mnZ3…' })).toMatchObject({ password_hash: null });
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ email: 'ada@example.org' }, ['username missing']],
    [{ username: '', email: null }, ['username missing', 'email missing']],
    [{ ...least, username: 'a' }, ['username bad_username']],
    [{ ...least, username: 'ada@example.org' }, ['username bad_username']],
    [{ ...least, username: 7 }, ['username not_text']],
    [{ ...least, email: 'ada' }, ['email bad_email']],
    [{ ...least, email: 'ädä@example.org' }, ['email bad_email']],
    [{ ...least, email: `${'a'.repeat(250)}@example.org` }, ['email bad_email']],
    [{ ...least, full_name: 'A\u0007B' }, ['full_name bad_full_name']],
    [{ ...least, full_name: 'Ada\nLovelace' }, ['full_name bad_full_name']],
    [{ ...least, full_name: 'x'.repeat(201) }, ['full_name bad_full_name']],
    [{ ...least, full_name: '\ud800' }, ['full_name bad_text']],
    [{ ...least, id: '7' }, ['id not_a_uuid']],
    [{ ...least, id: '00000000-0000-0000-0000-000000000000' }, ['id not_a_uuid']],
    [{ ...least, password_hash: 'sha1$salt$hash' }, ['password_hash unsupported_hash']],
    [{ ...least, password_hash: 5 }, ['password_hash unsupported_hash']],
    [{ ...least, is_active: 'maybe' }, ['is_active not_a_boolean']],
    [{ ...least, is_verified: 1 }, ['is_verified not_a_boolean']],
    [{ ...least, roles: ['king'] }, ['roles unknown_role']],
    [{ ...least, roles: [] }, ['roles bad_roles']],
    [{ ...least, roles: { admin: true } }, ['roles bad_roles']],
    [{ ...least, roles: ['user', 7] }, ['roles bad_roles']],
    [{ ...least, created_at: 'yesterday' }, ['created_at bad_time']],
    [{ ...least, role: 'admin' }, ['role unknown_field']],
    [{ ...least, is_superuser: true, roles: ['king'] }, ['is_superuser unknown_field', 'roles unknown_role']],
  ])('names what is wrong with %j', (values, faults) => {
    expect(faultsOf(values)).toEqual(faults);
  });

  it('never repeats a hash', () => {
    expect(JSON.stringify(read({ ...least, password_hash: 'md5$secret' }))).not.toContain('secret');
  });

  it.each([
    'ada',
    'a',
    'Ada.L-9_x',
    '9lives',
    ' ada ',
    'x'.repeat(32),
    'x'.repeat(33),
    'ada lovelace',
    'ädä',
    'ada@x.org',
    'a@b',
    'ada@@x.org',
    '"a b"@x.org',
    'ada@xn--bcher-kva.example',
    'ada@bücher.example',
    'a\u00adda',
  ])('judges %j as registration does', (text) => {
    const rejects = (body: object) =>
      validateSync(plainToInstance(CreateUserDto, { ...least, ...body }), { whitelist: true }).length > 0;
    expect(faultsOf({ ...least, username: text }).length > 0).toBe(rejects({ username: text }));
    expect(faultsOf({ ...least, email: text }).length > 0).toBe(rejects({ email: text }));
    expect(faultsOf({ ...least, full_name: text }).length > 0).toBe(rejects({ full_name: text }));
  });
});
