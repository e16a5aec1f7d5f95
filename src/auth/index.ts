export { AccountDisabled, InvalidCredentials } from './auth.errors.js';
export { AuthModule } from './auth.module.js';
export { JwtAuthGuard } from './guards/jwt-auth.guard.js';
export { PermissionsGuard } from './guards/permissions.guard.js';
export { RolesGuard } from './guards/roles.guard.js';
export { NewPasswordsService } from './recovery/new-passwords.service.js';
export { CredentialsService } from './sign-in/credentials.service.js';
export { CurrentDevice, type Device } from './sign-in/device.js';
export { FIRST_PARTY_CLIENT, SignInService } from './sign-in/sign-in.service.js';
