export * from './passwords.errors.js';
export { PasswordsModule } from './passwords.module.js';
export { PasswordsService, type Verification } from './passwords.service.js';
export { PasswordPolicy, type PasswordContext } from './policy/password-policy.js';
