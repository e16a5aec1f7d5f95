import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named set of permissions. */
@Entity('roles')
export class Role {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'roles_pkey' })
  name: string;

  @Column('text')
  description: string;

  /** `resource:action` */
  @Column('text', { array: true })
  permissions: string[];

  @Column('boolean', { name: 'built_in', default: false })
  builtIn: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}

export const ADMIN = 'admin';
export const DEFAULT_ROLE = 'user';
