import { TestApp } from '../../support/app.js';
import { Log } from './log.js';

/** More than one page of the verifier. */
const COUNT = 620;
const UUID = `'00000000-0000-7000-8000-000000000000'`;
const change = (seq: number, what: string) => `UPDATE security_events SET ${what} WHERE seq = ${seq}`;
const remove = (where: string) => `DELETE FROM security_events WHERE ${where}`;

describe('AuditVerifier', () => {
  let app: TestApp;
  let log: Log;

  beforeAll(async () => {
    app = await TestApp.start();
    log = new Log(app);
    const userId = '0199aaaa-0000-7000-8000-00000000000a';
    await log.fill(COUNT, { userId, detail: { method: 'pwd', fields: ['username'], note: 'n' } });
    await app.sql('CREATE TABLE kept_events AS TABLE security_events');
    await app.sql('CREATE TABLE kept_head AS TABLE security_event_head');
  });
  beforeEach(() =>
    log.tamper(
      'DELETE FROM security_events',
      'INSERT INTO security_events SELECT * FROM kept_events',
      'DELETE FROM security_event_head',
      'INSERT INTO security_event_head SELECT * FROM kept_head',
    ),
  );
  afterAll(() => app.stop());

  it('finds nothing wrong with what nobody has touched', async () => {
    expect(await log.verify()).toEqual({ checked: COUNT });
  });

  it.each([
    ['changed', `type = 'user.deleted'`],
    ['changed', `outcome = 'failure'`],
    ['changed', `at = at + interval '1 millisecond'`],
    ['changed', `id = ${UUID}`],
    ['changed', `detail = '{}'`],
    ['changed', `detail = jsonb_set(detail, '{fields,0}', '"email"')`],
    ['changed', `hash = sha256('x')`],
    ['changed', `subject_digest = sha256('x')`],
    ['changed', `origin_digest = sha256('x')`],
    ['moved', `previous_hash = sha256('x')`],
    ['personal_changed', `user_id = ${UUID}`],
    ['personal_changed', `user_id = NULL`],
    ['personal_changed', `session_id = ${UUID}`],
    ['personal_changed', `personal = '{"note": "m"}'`],
    ['personal_changed', `subject_salt = 'x'`],
    ['personal_changed', `actor_id = ${UUID}`],
    ['personal_changed', `client_id = 'other'`],
    ['personal_changed', `ip = '203.0.113.7'`],
    ['personal_changed', `user_agent = 'other'`],
    ['personal_changed', `request_id = 'other'`],
    ['personal_changed', `subject_salt = NULL`],
    ['erased_unrecorded', `subject_salt = NULL, session_id = NULL, personal = NULL`],
    ['erased_unrecorded', `subject_salt = NULL, user_id = NULL, session_id = NULL, personal = NULL`],
    ['erased_unrecorded', `origin_salt = NULL`],
  ] as const)('names the record that was %s by %s', async (reason, what) => {
    await log.tamper(change(555, what));
    expect(await log.verify()).toEqual({ checked: 554, firstBroken: { seq: 555, reason } });
  });

  it('names the first of several', async () => {
    await log.tamper(change(600, `outcome = 'failure'`), change(30, `outcome = 'failure'`), remove('seq = 40'));
    expect((await log.verify()).firstBroken).toEqual({ seq: 30, reason: 'changed' });
  });

  it.each([
    ['one record', 'seq = 300', 300],
    ['the first record', 'seq = 1', 1],
    ['several pages', 'seq BETWEEN 2 AND 619', 2],
  ])('names what is missing when somebody deleted %s', async (_, where, seq) => {
    await log.tamper(remove(where));
    expect(await log.verify()).toEqual({ checked: seq - 1, firstBroken: { seq, reason: 'missing' } });
  });

  it('names the first record of a tail that was cut off', async () => {
    await log.tamper(remove('seq > 500'));
    expect((await log.verify()).firstBroken).toEqual({ seq: 501, reason: 'truncated' });
    await log.tamper(remove('true'));
    expect((await log.verify()).firstBroken).toEqual({ seq: 1, reason: 'truncated' });
  });

  it('names the tail also when the count in the head was turned back', async () => {
    await log.tamper(remove('seq > 500'), 'UPDATE security_event_head SET seq = 500');
    expect((await log.verify()).firstBroken).toEqual({ seq: 500, reason: 'head' });
  });

  it('names records that changed places', async () => {
    await log.tamper(
      'UPDATE security_events SET seq = -1 WHERE seq = 100',
      'UPDATE security_events SET seq = 100 WHERE seq = 200',
      'UPDATE security_events SET seq = 200 WHERE seq = -1',
    );
    expect((await log.verify()).firstBroken).toEqual({ seq: 100, reason: 'moved' });
  });

  it('names records that moved up into a gap', async () => {
    await log.tamper(
      remove('seq = 610'),
      'UPDATE security_events SET seq = seq - 1 WHERE seq > 610',
      'UPDATE security_event_head SET seq = seq - 1',
    );
    expect((await log.verify()).firstBroken).toEqual({ seq: 610, reason: 'moved' });
  });

  it('names a record that was put in behind the head', async () => {
    await log.tamper(
      `INSERT INTO security_events SELECT (jsonb_populate_record(e, jsonb_build_object('seq', ${COUNT + 1}, 'id', ${UUID}))).*
         FROM security_events e WHERE seq = 1`,
    );
    expect((await log.verify()).firstBroken).toEqual({ seq: COUNT + 1, reason: 'beyond_head' });
  });

  it('does not believe a beginning that was removed without a record of it', async () => {
    await log.tamper(
      `UPDATE security_event_head h SET base_seq = 10, base_hash = e.hash FROM security_events e WHERE e.seq = 10`,
      remove('seq <= 10'),
    );
    expect((await log.verify()).firstBroken).toEqual({ seq: 10, reason: 'pruned_unrecorded' });
  });

  it('does not believe a pseudonym that is borrowed from an erasure', async () => {
    const userId = '0199aaaa-0000-7000-8000-00000000000b';
    await log.fill(2, { userId });
    const { pseudonym } = await log.erasure.eraseUser(userId);
    expect((await log.verify()).firstBroken).toBeUndefined();
    await log.tamper(change(7, `subject_salt = NULL, session_id = NULL, personal = NULL, user_id = '${pseudonym}'`));
    // Four parts may bear the pseudonym: the fifth that does is named.
    expect((await log.verify()).firstBroken).toEqual({ seq: COUNT + 2, reason: 'erased_unrecorded' });
  });

  it('does not believe a whole new chain when a checkpoint was kept elsewhere', async () => {
    const { head } = await log.chain.ends();
    await log.tamper('DELETE FROM security_events', `UPDATE security_event_head SET seq = 0, hash = base_hash`);
    await log.fill(COUNT);
    expect((await log.verify()).firstBroken).toBeUndefined();
    expect((await log.verify([head])).firstBroken).toEqual({ seq: COUNT, reason: 'checkpoint' });
    const later = { seq: COUNT + 5, hash: head.hash };
    expect((await log.verify([later])).firstBroken).toEqual({ seq: COUNT + 1, reason: 'truncated' });
  });

  it('may run while events are written', async () => {
    const writing = (async () => {
      for (let round = 0; round < 30; round++) await log.fill(20);
    })();
    for (let round = 0; round < 5; round++) expect((await log.verify()).firstBroken).toBeUndefined();
    await writing;
    expect(await log.verify()).toEqual({ checked: COUNT + 600 });
  });
});
