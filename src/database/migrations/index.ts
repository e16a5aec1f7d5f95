import type { MigrationInterface } from 'typeorm';
import { Initial1767225600000 } from './1767225600000-initial.js';
import { Mail1767312000000 } from './1767312000000-mail.js';
import { Audit1767398400000 } from './1767398400000-audit.js';
import { Recovery1767484800000 } from './1767484800000-recovery.js';

/** Every migration, oldest first. Listed by hand, so that nothing in a folder is run by accident. */
export const migrations: (new () => MigrationInterface)[] = [
  Initial1767225600000,
  Mail1767312000000,
  Audit1767398400000,
  Recovery1767484800000,
];
