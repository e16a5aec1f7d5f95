import type { Command } from './command.js';
import { command as auditExport } from './commands/audit-export.js';
import { command as auditVerify } from './commands/audit-verify.js';
import { command as clientAddSecret } from './commands/client-add-secret.js';
import { command as clientCreate } from './commands/client-create.js';
import { command as clientDelete } from './commands/client-delete.js';
import { command as clientList } from './commands/client-list.js';
import { command as clientRemoveSecret } from './commands/client-remove-secret.js';
import { command as configCheck } from './commands/config-check.js';
import { command as doctor } from './commands/doctor.js';
import { command as exportUsers } from './commands/export.js';
import { command as importUsers } from './commands/import.js';
import { command as keysList } from './commands/keys-list.js';
import { command as keysReseal } from './commands/keys-reseal.js';
import { command as keysRevoke } from './commands/keys-revoke.js';
import { command as keysRotate } from './commands/keys-rotate.js';
import { command as migrate } from './commands/migrate.js';
import { command as userCreate } from './commands/user-create.js';
import { command as userDisable } from './commands/user-disable.js';
import { command as userEnable } from './commands/user-enable.js';
import { command as userList } from './commands/user-list.js';
import { command as userProviderTokens } from './commands/user-provider-tokens.js';
import { command as userSetPassword } from './commands/user-set-password.js';
import { command as userSetRoles } from './commands/user-set-roles.js';
import { command as userShow } from './commands/user-show.js';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly command: Command;
}

/** Every command, in the order of the help. A new one is a file in `commands/` and a line here. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'user create', summary: 'Create a user', command: userCreate },
  { name: 'user list', summary: 'List users', command: userList },
  { name: 'user show', summary: 'Show one user', command: userShow },
  { name: 'user disable', summary: 'Keep a user out, at once', command: userDisable },
  { name: 'user enable', summary: 'Let a user in again', command: userEnable },
  { name: 'user set-roles', summary: 'Replace the roles of a user', command: userSetRoles },
  { name: 'user set-password', summary: 'Give a user a new password', command: userSetPassword },
  {
    name: 'user provider-tokens',
    summary: 'Tell the tokens that providers gave for a user',
    command: userProviderTokens,
  },
  { name: 'import', summary: 'Bring in users from a file', command: importUsers },
  { name: 'export', summary: 'Write all users to a file', command: exportUsers },
  { name: 'keys list', summary: 'List the keys that sign tokens', command: keysList },
  { name: 'keys rotate', summary: 'Let another key sign tokens', command: keysRotate },
  { name: 'keys revoke', summary: 'Remove a stolen key, at once', command: keysRevoke },
  { name: 'keys reseal', summary: 'Bring a new SECRET_KEY into force', command: keysReseal },
  { name: 'audit verify', summary: 'Find out whether the audit log was changed', command: auditVerify },
  { name: 'audit export', summary: 'Write the audit log as JSON lines', command: auditExport },
  { name: 'client create', summary: 'Register a service that has credentials', command: clientCreate },
  { name: 'client list', summary: 'List registered services', command: clientList },
  { name: 'client add-secret', summary: 'Give a registered service another secret', command: clientAddSecret },
  { name: 'client remove-secret', summary: 'Take a secret from a registered service', command: clientRemoveSecret },
  { name: 'client delete', summary: 'Delete a registered service', command: clientDelete },
  { name: 'migrate', summary: 'Bring the database up to date', command: migrate },
  { name: 'config check', summary: 'Check the configuration', command: configCheck },
  { name: 'doctor', summary: 'Find out what is wrong', command: doctor },
];
