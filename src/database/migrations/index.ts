import type { MigrationInterface } from 'typeorm';
import { Initial1767225600000 } from './1767225600000-initial.js';

/** Every migration, oldest first. Listed by hand, so that nothing in a folder is run by accident. */
export const migrations: (new () => MigrationInterface)[] = [Initial1767225600000];
