import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-local';
import { CredentialsService } from '../sign-in/credentials.service.js';
import { deviceOf } from '../sign-in/device.js';
import type { ProvenUser } from '../sign-in/proven-user.js';

/** Who signs in by name and password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly credentials: CredentialsService) {
    super({ usernameField: 'username', passwordField: 'password', session: false, passReqToCallback: true });
  }

  validate(request: FastifyRequest, username: string, password: string): Promise<ProvenUser> {
    return this.credentials.check(username, password, deviceOf(request));
  }
}
