import { Module } from '@nestjs/common';
import { Config } from '#config/index.js';
import { ARGON2_ENGINE } from './hashing/argon2-engine.js';
import { Argon2Hasher } from './hashing/argon2.hasher.js';
import { chooseEngine } from './hashing/choose-engine.js';
import { HashQueue } from './hashing/hash-queue.js';
import { PasswordsService } from './passwords.service.js';
import { BreachedPasswords } from './policy/breached/breached-passwords.js';
import { PasswordPolicy } from './policy/password-policy.js';

const engine = {
  provide: ARGON2_ENGINE,
  inject: [Config],
  useFactory: ({ passwords }: Config) => chooseEngine(passwords.engine),
};

@Module({
  providers: [PasswordsService, PasswordPolicy, BreachedPasswords, engine, Argon2Hasher, HashQueue],
  exports: [PasswordsService, PasswordPolicy],
})
export class PasswordsModule {}
