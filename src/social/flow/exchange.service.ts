import { Injectable } from '@nestjs/common';
import { type Device, SignInService } from '#auth/index.js';
import { UsersService } from '#users/index.js';
import { type CodeProof, CodesService } from './codes.service.js';
import type { SignInContent } from './returns.service.js';

/** The third step, and a door as any other: the application fetches the tokens. */
@Injectable()
export class ExchangeService {
  constructor(
    private readonly codes: CodesService,
    private readonly users: UsersService,
    private readonly signIn: SignInService,
  ) {}

  /** Throws InvalidSocialCode, AccountDisabled, OutdatedSignIn. */
  async exchange(proof: CodeProof, device: Device): ReturnType<SignInService['complete']> {
    const { userId, content } = await this.codes.use('sign_in', proof);
    const { identityId, deviceEpoch } = content as SignInContent;
    const admission = this.users.admissionByIdentity(userId, identityId, deviceEpoch);
    return this.signIn.complete({ userId, admission }, 'fed', device);
  }
}
