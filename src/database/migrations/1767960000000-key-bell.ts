import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Instances hear of another signing key at once. */
export class KeyBell1767960000000 implements MigrationInterface {
  name = 'KeyBell1767960000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION ring_signing_keys() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('signing_keys', '');
        RETURN NULL;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER signing_keys_bell AFTER INSERT OR UPDATE OR DELETE ON signing_keys
      FOR EACH STATEMENT EXECUTE FUNCTION ring_signing_keys()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TRIGGER signing_keys_bell ON signing_keys`);
    await queryRunner.query(`DROP FUNCTION ring_signing_keys`);
  }
}
