import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { randomText, sha256 } from '#common/crypto/secrets.js';
import { DomainError } from '#common/errors/index.js';
import { Housekeeping } from '#common/housekeeping.js';
import { SecretKey, Sql } from '#database/index.js';
import type { FlowSecrets } from '../providers/upstream-provider.js';
import { BEGIN, type FlowRow, NOTE_NAME, SWEEP_FLOWS, USE, USE_TICKET } from './flow.statements.js';

/** Time to sign in at the provider, with a second factor and a look for the password. */
export const FLOW_SECONDS = 15 * 60;
/** Time to follow the address that linking begins with. */
const TICKET_SECONDS = 60;
const SECRET_BYTES = 32;
const SWEEP_EVERY_MS = 10 * 60 * 1000;

/** The same words for a state that is wrong, late, used, or begun in another browser. */
export class InvalidSocialFlow extends DomainError {
  static override readonly spec = {
    code: 'invalid_social_flow',
    status: 400,
    title: 'This sign-in was not begun here, or is over',
    detail: 'Begin again from the application, in this browser.',
  };
}

/** What an application asks for. */
export interface FlowWish {
  readonly provider: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly appState: string | undefined;
  /** Whose account the identity is to be linked to. */
  readonly userId?: string;
}

/** What ties a flow to a browser: what the row knows of it, and what the provider is asked with. */
interface Binding {
  readonly browserDigest: Buffer;
  readonly secrets: FlowSecrets;
}

export interface BegunFlow extends FlowSecrets {
  /** For the cookie, and nowhere else. */
  readonly browserSecret: string;
}

/**
 * Sign-ins on their way to a provider and back. A row knows digests only; what the provider is asked with is made of
 * the state, of what the browser keeps, and of our key: nobody who lacks one of them can say it.
 */
@Injectable()
export class FlowsService {
  private readonly keys: DerivedKeys;

  constructor(
    private readonly sql: Sql,
    secretKey: SecretKey,
    housekeeping: Housekeeping,
  ) {
    this.keys = secretKey.keysFor('social flows');
    housekeeping.every(SWEEP_EVERY_MS, 'Sweeping sign-ins with providers', () => sql.run(SWEEP_FLOWS));
  }

  async begin(wish: FlowWish): Promise<BegunFlow> {
    const state = randomText(SECRET_BYTES);
    const browserSecret = randomText(SECRET_BYTES);
    const [{ browserDigest, secrets }] = this.bindingsOf(state, browserSecret);
    await this.insert(sha256(state), browserDigest, wish, FLOW_SECONDS);
    return { browserSecret, ...secrets };
  }

  /** Only one caller ever gets past here, and only in the browser that began. Throws InvalidSocialFlow. */
  async use(state: string, browserSecret: string | undefined, provider: string): Promise<FlowRow & FlowSecrets> {
    if (browserSecret === undefined) throw new InvalidSocialFlow();
    const bindings = this.bindingsOf(state, browserSecret);
    const digests = bindings.map(({ browserDigest }) => browserDigest);
    const [row] = await this.sql.run<FlowRow & { browser_digest: Buffer }>(USE, [sha256(state), digests, provider]);
    const binding = row && bindings.find(({ browserDigest }) => browserDigest.equals(row.browser_digest));
    if (!binding) throw new InvalidSocialFlow();
    return { ...row, ...binding.secrets };
  }

  /** What somebody who is signed in follows to begin, in whichever browser that is. */
  async issueTicket(wish: FlowWish): Promise<string> {
    const ticket = randomText(SECRET_BYTES);
    await this.insert(sha256(ticket), null, wish, TICKET_SECONDS);
    return ticket;
  }

  /** Throws InvalidSocialFlow. */
  async useTicket(ticket: string, provider: string): Promise<FlowWish> {
    const [row] = await this.sql.run<FlowRow>(USE_TICKET, [sha256(ticket), provider]);
    if (!row) throw new InvalidSocialFlow();
    return {
      provider,
      redirectUri: row.redirect_uri,
      codeChallenge: row.code_challenge,
      appState: row.app_state ?? undefined,
      userId: row.user_id ?? undefined,
    };
  }

  async noteName(state: string, provider: string, name: string): Promise<void> {
    await this.sql.run(NOTE_NAME, [sha256(state), provider, name]);
  }

  private async insert(digest: Buffer, browser: Buffer | null, wish: FlowWish, seconds: number): Promise<void> {
    const { provider, redirectUri, codeChallenge, appState, userId } = wish;
    const values = [digest, browser, provider, redirectUri, codeChallenge, appState ?? null, userId ?? null, seconds];
    await this.sql.run(BEGIN, values);
  }

  /**
   * One for each SECRET_KEY that is accepted, that in force first. The digest tells which one it was begun with: it may
   * have been replaced while somebody was at the provider, who asks for the verifier and the nonce of then.
   */
  private bindingsOf(state: string, browserSecret: string): [Binding, ...Binding[]] {
    const made = (purpose: string) => this.keys.macs(Buffer.from([purpose, state, browserSecret].join('\n')));
    const [nonces, verifiers] = [made('nonce'), made('code_verifier')];
    const bindings = made('browser').map((browserDigest, at): Binding => {
      const [nonce, codeVerifier] = [nonces[at]!.toString('base64url'), verifiers[at]!.toString('base64url')];
      return { browserDigest, secrets: { state, nonce, codeVerifier } };
    });
    return bindings as [Binding, ...Binding[]];
  }
}
