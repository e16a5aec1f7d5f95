import { Module } from '@nestjs/common';
import { Argon2Hasher } from './hashing/argon2.hasher.js';
import { HashQueue } from './hashing/hash-queue.js';
import { PasswordsService } from './passwords.service.js';
import { BreachedPasswords } from './policy/breached/breached-passwords.js';
import { PasswordPolicy } from './policy/password-policy.js';

@Module({
  providers: [PasswordsService, PasswordPolicy, BreachedPasswords, Argon2Hasher, HashQueue],
  exports: [PasswordsService, PasswordPolicy],
})
export class PasswordsModule {}
