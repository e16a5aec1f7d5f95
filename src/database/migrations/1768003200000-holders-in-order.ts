import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HoldersInOrder1768003200000 implements MigrationInterface {
  name = 'HoldersInOrder1768003200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // The holders of a role in the order of the list of users, so that each page begins where the last one ended.
    await queryRunner.query(`CREATE INDEX user_roles_role_name_user_id_idx ON user_roles (role_name, user_id)`);
    await queryRunner.query(`DROP INDEX user_roles_role_name_idx`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX user_roles_role_name_idx ON user_roles (role_name)`);
    await queryRunner.query(`DROP INDEX user_roles_role_name_user_id_idx`);
  }
}
