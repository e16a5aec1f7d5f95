import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DeviceEpoch1768089600000 implements MigrationInterface {
  name = 'DeviceEpoch1768089600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Raised with every new password: devices that were known before are strangers then. A number and not a time: the
    // clock of an instance and that of the database need not agree, nor the start of a transaction with its end.
    await queryRunner.query(`ALTER TABLE users ADD COLUMN device_epoch integer NOT NULL DEFAULT 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE users DROP COLUMN device_epoch`);
  }
}
