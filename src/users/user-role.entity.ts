import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Role } from './role.entity.js';
import { User } from './user.entity.js';

/** Who has which role. An entity of its own, because the index of a join table cannot be given a name. */
@Entity('user_roles')
@Index('user_roles_role_name_user_id_idx', ['roleName', 'userId'])
export class UserRole {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'user_roles_pkey' })
  @ForeignKey(() => User, { name: 'user_roles_user_id_fkey', onDelete: 'CASCADE' })
  userId: string;

  @PrimaryColumn('text', { name: 'role_name', primaryKeyConstraintName: 'user_roles_pkey' })
  @ForeignKey(() => Role, { name: 'user_roles_role_name_fkey', onUpdate: 'CASCADE' })
  roleName: string;
}
