import { uuidv7 } from '#common/crypto/uuid.js';
import { PASSWORD, TestApp } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { prove } from './people.js';

/** A member of the export, as `part.member`. */
const exported = (member: string) => ({ exported: member });
/** It opens something, or helps to guess what does. */
const secret = (why: string) => ({ secret: why });
/** It tells nothing about a person, or only of somebody of whom nothing else is there any more. */
const notPersonal = (why: string) => ({ notPersonal: why });

type Kind = ReturnType<typeof exported> | ReturnType<typeof secret> | ReturnType<typeof notPersonal>;

const alike = (part: string, ...columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, exported(`${part}.${column}`)]));

const WHOLE_TABLE = '*';

/**
 * Every column of every table. Each is in the export, or it is said why not. Whoever adds a column decides here what
 * it is; if it is about a person, it has to be in a part of PersonalData, with what erases it.
 */
const CLASSIFIED: Record<string, Record<string, Kind>> = {
  users: {
    ...alike('account', 'id', 'username', 'email', 'full_name', 'is_active', 'is_verified', 'token_epoch'),
    ...alike('account', 'device_epoch', 'last_login_at', 'created_at', 'updated_at', 'deletes_at', 'closed_by_owner'),
    password_hash: secret('opens this account, and others with the same password'),
  },
  user_roles: {
    user_id: exported('account.id'),
    role_name: exported('account.roles'),
  },
  sessions: {
    ...alike('sessions', 'id', 'client_id', 'amr', 'ip', 'user_agent', 'created_at', 'authenticated_at'),
    ...alike('sessions', 'last_used_at', 'rotated_at', 'expires_at', 'ended_at', 'end_reason'),
    counter: exported('sessions.refreshes'),
    user_id: exported('account.id'),
  },
  session_alarms: alike('session_alarms', 'session_id', 'created_at'),
  one_time_tokens: {
    ...alike('mailed_links', 'purpose', 'data', 'created_at', 'expires_at'),
    user_id: exported('account.id'),
    digest: secret('of what a mailed link acts by'),
  },
  token_blacklist: {
    ...alike('revocations', 'jti', 'token_type', 'min_epoch', 'blacklisted_at', 'expires_at', 'reason'),
    user_id: exported('account.id'),
    written_by: notPersonal('number of a transaction of the database'),
  },
  outbox: {
    ...alike('letters', 'id', 'template', 'locale', 'recipient', 'status', 'attempts', 'next_attempt_at'),
    ...alike('letters', 'created_at', 'sent_at', 'last_error'),
    data: secret('sealed, because links in letters act'),
  },
  recovery_requests: {
    ...alike('requests_for_letters', 'purpose', 'email', 'locale', 'created_at', 'request_id', 'ip', 'user_agent'),
    id: notPersonal('number of a request'),
  },
  pending_registrations: {
    ...alike('registrations', 'email', 'created_at', 'expires_at'),
    id: notPersonal('number of a request'),
    username: notPersonal('chosen by whoever registers with the address, who need not be its owner; gone in a day'),
    full_name: notPersonal('as the username'),
    locale: notPersonal('as the username'),
    password_hash: secret('of whoever registers'),
    digest: secret('of what a mailed link acts by'),
    letter_due: notPersonal('work that is to be done'),
  },
  idempotency_keys: {
    ...alike('kept_answers', 'status', 'body', 'expires_at'),
    key: notPersonal('a digest over route, user and what the client has thought up; leads nowhere'),
    fingerprint: secret('keyed digest of what was sent, which may have been a password'),
  },
  security_events: {
    ...alike('activity', 'id', 'at', 'type', 'outcome', 'session_id', 'detail', 'client_id', 'ip', 'user_agent'),
    ...alike('activity', 'request_id'),
    personal: exported('activity.detail'),
    user_id: exported('activity.role'),
    actor_id: exported('activity.role'),
    seq: notPersonal('place in the chain'),
    subject_digest: notPersonal('proof of the chain'),
    origin_digest: notPersonal('proof of the chain'),
    previous_hash: notPersonal('proof of the chain'),
    hash: notPersonal('proof of the chain'),
    subject_salt: secret('with it the digests, which stay after an erasure, could be guessed'),
    origin_salt: secret('as the other salt'),
  },
  identities: {
    ...alike('identities', 'id', 'issuer', 'subject', 'provider', 'email', 'granted_roles', 'created_at'),
    ...alike('identities', 'last_used_at', 'unlinked_at'),
    user_id: exported('account.id'),
    tokens: secret('sealed, because they act at the provider; whether there are any is in identities.tokens_kept'),
  },
  social_flows: { [WHOLE_TABLE]: notPersonal('digests of a sign-in that is on its way, for a quarter of an hour') },
  social_codes: { [WHOLE_TABLE]: notPersonal('sealed, for a minute, and then nothing') },
  rate_limits: { [WHOLE_TABLE]: notPersonal('counters under digests, which end within a day') },
  pending_erasures: { [WHOLE_TABLE]: notPersonal('the id of an account that is gone, for an hour or two') },
  clients: { [WHOLE_TABLE]: notPersonal('services, not people') },
  client_secrets: { [WHOLE_TABLE]: notPersonal('of services') },
  client_assertions: { [WHOLE_TABLE]: notPersonal('of services') },
  roles: { [WHOLE_TABLE]: notPersonal('what the operator lets people do') },
  signing_keys: { [WHOLE_TABLE]: notPersonal('keys of the service') },
  secret_keys: { [WHOLE_TABLE]: notPersonal('since when which secret of the service is in force') },
  security_event_head: { [WHOLE_TABLE]: notPersonal('the ends of the chain') },
  migrations: { [WHOLE_TABLE]: notPersonal('which version the schema has') },
};

describe('every column of every table', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const columns = () =>
    app.sql<{ table: string; column: string }>(
      `SELECT c.table_name AS table, c.column_name AS column
         FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );

  it('is classified: exported, secret, or not personal', async () => {
    const open = (await columns())
      .filter(({ table, column }) => !(CLASSIFIED[table]?.[column] ?? CLASSIFIED[table]?.[WHOLE_TABLE]))
      .map(({ table, column }) => `${table}.${column}`);
    expect(
      open,
      'Say in test/e2e/users/personal-data.spec.ts what these columns are. If one of them tells of a person, it ' +
        'belongs into the export of their data: let the room that owns the table add it to a part of PersonalData ' +
        '(src/common/personal-data.ts), with an `erase` unless it goes together with the row of the user. Open',
    ).toEqual([]);
  });

  it('is there: the list names none that is gone', async () => {
    const there = new Set((await columns()).flatMap(({ table, column }) => [`${table}.${column}`, `${table}.*`]));
    const gone = Object.entries(CLASSIFIED).flatMap(([table, kinds]) =>
      Object.keys(kinds).flatMap((column) => (there.has(`${table}.${column}`) ? [] : [`${table}.${column}`])),
    );
    expect(gone).toEqual([]);
  });

  it('that is said to be exported is in the export of somebody who has something of everything', async () => {
    const person = await app.newcomer();
    await prove(app, person);
    await app.post(
      '/auth/email/change/request',
      { new_email: `next.${person.email}`, current_password: PASSWORD },
      person.access_token,
    );
    await letterTo(app, person.email, 'email_change_notice');
    await app.post('/auth/logout', undefined, person.access_token);
    const { access_token } = await app.signIn(person);
    const fill = (text: string, ...values: unknown[]) => app.sql(text, values);
    await fill(`INSERT INTO session_alarms (session_id) SELECT id FROM sessions WHERE user_id = $1 LIMIT 1`, person.id);
    await fill(
      `INSERT INTO recovery_requests (id, purpose, email, locale, created_at) VALUES ($1, 'unlock', $2, 'en', now())`,
      uuidv7(),
      person.email,
    );
    await fill(
      `INSERT INTO pending_registrations (id, username, email, password_hash, locale, letter_due, expires_at)
       VALUES ($1, $2, $3, 'x', 'en', false, now() + interval '1 day')`,
      uuidv7(),
      `p${person.username.slice(1)}`,
      person.email,
    );
    await fill(
      `INSERT INTO identities (id, user_id, issuer, subject, provider) VALUES ($1, $2, 'https://id.example.test', $3, 'x')`,
      uuidv7(),
      person.id,
      person.username,
    );
    await fill(
      `INSERT INTO idempotency_keys VALUES ($1, $1, 201, $2, now() + interval '1 day')`,
      Buffer.from(uuidv7()),
      { id: person.id },
    );
    const { body } = await app.get<Record<string, unknown>>('/users/me/export', access_token);

    const promised = Object.values(CLASSIFIED)
      .flatMap((kinds) => Object.values(kinds))
      .flatMap((kind) => ('exported' in kind ? [kind.exported] : []));
    const missing = [...new Set(promised)].filter((member) => {
      const [part = '', name = ''] = member.split('.');
      // A worker may have served the request for a letter by now.
      if (part === 'requests_for_letters' && Array.isArray(body[part])) return false;
      const rows = [body[part]].flat() as (object | undefined)[];
      return !rows.some((row) => row !== undefined && name in row);
    });
    expect(missing).toEqual([]);
  });
});
