import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Audit1767398400000 implements MigrationInterface {
  name = 'Audit1767398400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await tables(queryRunner);
    await appending(queryRunner);
    await guarding(queryRunner);
    await forgetting(queryRunner);
    await queryRunner.query(`
      UPDATE roles SET permissions = permissions || '{audit:read}' WHERE name = 'admin'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE roles SET permissions = array_remove(permissions, 'audit:read')`);
    await queryRunner.query(`
      DROP FUNCTION append_security_events, erase_security_events, expire_security_events, prune_security_events`);
    await queryRunner.query(`DROP TABLE security_event_head, security_events`);
    await queryRunner.query(`DROP FUNCTION guard_security_events()`);
  }
}

async function tables(queryRunner: QueryRunner): Promise<void> {
  // Milliseconds, because that is what goes into the hash: nothing shall be changeable that it does not see.
  await queryRunner.query(`
    CREATE TABLE security_events (
      seq            bigint         CONSTRAINT security_events_pkey PRIMARY KEY,
      id             uuid           NOT NULL,
      at             timestamptz(3) NOT NULL,
      type           text           NOT NULL,
      outcome        text           NOT NULL,
      detail         jsonb          NOT NULL,
      subject_digest bytea          NOT NULL,
      origin_digest  bytea          NOT NULL,
      previous_hash  bytea          NOT NULL,
      hash           bytea          NOT NULL,
      subject_salt   bytea,
      user_id        uuid,
      session_id     uuid,
      personal       jsonb,
      origin_salt    bytea,
      actor_id       uuid,
      client_id      text,
      ip             text,
      user_agent     text,
      request_id     text
    )`);
  await queryRunner.query(`CREATE UNIQUE INDEX security_events_id_key ON security_events (id)`);
  await queryRunner.query(`CREATE INDEX security_events_at_idx ON security_events (at)`);
  for (const column of ['type', 'user_id', 'actor_id', 'session_id', 'ip']) {
    await queryRunner.query(`CREATE INDEX security_events_${column}_idx ON security_events (${column}, seq)`);
  }
  // The end of the chain, and where it begins since older records were removed. Whoever appends waits for this row.
  await queryRunner.query(`
    CREATE TABLE security_event_head (
      id        boolean CONSTRAINT security_event_head_pkey PRIMARY KEY DEFAULT true,
      seq       bigint  NOT NULL,
      hash      bytea   NOT NULL,
      base_seq  bigint  NOT NULL,
      base_hash bytea   NOT NULL,
      CONSTRAINT security_event_head_id_check CHECK (id)
    )`);
  await queryRunner.query(`
    INSERT INTO security_event_head (seq, hash, base_seq, base_hash)
    VALUES (0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'))`);
}

/** Locks the end of the chain and adds a batch to it in one statement. What is there already is passed over, so that a
 * batch whose answer was lost may be sent again. */
async function appending(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION append_security_events(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      head security_event_head%ROWTYPE;
      item jsonb;
      event security_events%ROWTYPE;
    BEGIN
      SELECT * INTO STRICT head FROM security_event_head FOR UPDATE;
      FOR item IN SELECT value FROM jsonb_array_elements(batch) WITH ORDINALITY ORDER BY ordinality LOOP
        event := jsonb_populate_record(NULL::security_events, item);
        CONTINUE WHEN EXISTS (SELECT FROM security_events e WHERE e.id = event.id);
        event.seq := head.seq + 1;
        event.previous_hash := head.hash;
        event.hash := sha256(head.hash || int8send(event.seq) || (item ->> 'content_hash')::bytea);
        INSERT INTO security_events SELECT event.*;
        head.seq := event.seq;
        head.hash := event.hash;
      END LOOP;
      UPDATE security_event_head SET seq = head.seq, hash = head.hash;
    END $$`);
}

/**
 * What is in the chain is never changed. The setting is made by the functions below, for as long as each runs: in their
 * bodies, since a function that is declared with a setting of ours can be made by a superuser only.
 */
async function guarding(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION guard_security_events() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      doing text := current_setting('gatehouse.security_events', true);
    BEGIN
      IF TG_OP = 'DELETE' AND doing = 'prune' THEN
        RETURN OLD;
      END IF;
      IF TG_OP = 'UPDATE' AND doing = 'erase'
        AND (OLD.seq, OLD.id, OLD.at, OLD.type, OLD.outcome, OLD.detail,
             OLD.subject_digest, OLD.origin_digest, OLD.previous_hash, OLD.hash)
          = (NEW.seq, NEW.id, NEW.at, NEW.type, NEW.outcome, NEW.detail,
             NEW.subject_digest, NEW.origin_digest, NEW.previous_hash, NEW.hash) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'security_events is append-only' USING ERRCODE = 'insufficient_privilege';
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER security_events_guard BEFORE UPDATE OR DELETE ON security_events
    FOR EACH ROW EXECUTE FUNCTION guard_security_events()`);
  await queryRunner.query(`
    CREATE TRIGGER security_events_guard_all BEFORE TRUNCATE ON security_events
    FOR EACH STATEMENT EXECUTE FUNCTION guard_security_events()`);
}

/** The ways in which records lose something. The caller appends, in the same transaction, a record that says so. */
async function forgetting(queryRunner: QueryRunner): Promise<void> {
  // A part without an id of its own belongs to the person of the other part. Returns how many parts were erased.
  await queryRunner.query(`
    CREATE FUNCTION erase_security_events(person uuid, pseudonym uuid) RETURNS integer LANGUAGE plpgsql AS $$
    DECLARE
      subjects integer;
      origins integer;
    BEGIN
      ${doing('erase')}
      PERFORM FROM security_event_head FOR UPDATE;
      UPDATE security_events
         SET origin_salt = NULL, client_id = NULL, ip = NULL, user_agent = NULL, request_id = NULL,
             actor_id = CASE WHEN actor_id = person THEN pseudonym END
       WHERE origin_salt IS NOT NULL AND (actor_id = person OR (user_id = person AND actor_id IS NULL));
      GET DIAGNOSTICS origins = ROW_COUNT;
      UPDATE security_events
         SET subject_salt = NULL, session_id = NULL, personal = NULL,
             user_id = CASE WHEN user_id = person THEN pseudonym END
       WHERE subject_salt IS NOT NULL
         AND (user_id = person OR (actor_id IN (person, pseudonym) AND user_id IS NULL));
      GET DIAGNOSTICS subjects = ROW_COUNT;
      ${doing('')}
      RETURN subjects + origins;
    END $$`);
  await queryRunner.query(`
    CREATE FUNCTION expire_security_events(types text[], after bigint, through bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      ${doing('erase')}
      UPDATE security_events
         SET subject_salt = NULL, user_id = NULL, session_id = NULL, personal = NULL,
             origin_salt = NULL, actor_id = NULL, client_id = NULL, ip = NULL, user_agent = NULL, request_id = NULL
       WHERE seq > after AND seq <= through AND type = ANY (types);
      ${doing('')}
    END $$`);
  await queryRunner.query(`
    CREATE FUNCTION prune_security_events(through bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      ${doing('prune')}
      UPDATE security_event_head h SET base_seq = e.seq, base_hash = e.hash
        FROM security_events e WHERE e.seq = through;
      DELETE FROM security_events WHERE seq <= through;
      ${doing('')}
    END $$`);
}

/** Until the end of the transaction at the longest: an error takes it back with everything else. */
function doing(what: 'erase' | 'prune' | ''): string {
  return `PERFORM set_config('gatehouse.security_events', '${what}', true);`;
}
