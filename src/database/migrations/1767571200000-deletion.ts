import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Deletion1767571200000 implements MigrationInterface {
  name = 'Deletion1767571200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Set: the account is closed, and is deleted for good from then on. Few are, so the index is small.
    await queryRunner.query(`ALTER TABLE users ADD COLUMN deletes_at timestamptz`);
    await queryRunner.query(`
      CREATE INDEX users_deletes_at_idx ON users (deletes_at) WHERE deletes_at IS NOT NULL`);
    // To whoever starts and refreshes sessions, a closed account is one that is not active.
    await queryRunner.query(tokenSubjects('u.is_active AND u.deletes_at IS NULL'));
    // Accounts that are gone, of whom some instance may still hold events in memory. No foreign key: the user is gone.
    await queryRunner.query(`
      CREATE TABLE pending_erasures (
        user_id uuid        CONSTRAINT pending_erasures_pkey PRIMARY KEY,
        since   timestamptz NOT NULL DEFAULT now()
      )`);
    // By recipient, the letters of one person are found among those of all.
    await queryRunner.query(`CREATE INDEX outbox_recipient_idx ON outbox (lower(recipient COLLATE "C"))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX outbox_recipient_idx`);
    await queryRunner.query(`DROP TABLE pending_erasures`);
    await queryRunner.query(tokenSubjects('u.is_active'));
    await queryRunner.query(`ALTER TABLE users DROP COLUMN deletes_at`);
  }
}

/** The view of the first migration, with another meaning of "active". */
function tokenSubjects(isActive: string): string {
  return `
    CREATE OR REPLACE VIEW token_subjects AS
    SELECT u.id, ${isActive} AS is_active, u.is_verified, u.token_epoch,
           ARRAY(SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = u.id ORDER BY 1) AS roles,
           ARRAY(SELECT DISTINCT p.permission
                   FROM user_roles ur
                   JOIN roles r ON r.name = ur.role_name
                  CROSS JOIN unnest(r.permissions) AS p (permission)
                  WHERE ur.user_id = u.id
                  ORDER BY 1) AS permissions
      FROM users u`;
}
