import type { TokenAnswer } from '../api/routes.js';
import type { Environment } from '../environment.js';
import { GatehouseError, SESSION_ENDED } from '../errors/index.js';
import type { Settings } from '../options.js';
import type { Lock } from '../tabs/lock.js';
import { patiently, pause, waitOf } from '../wire/patience.js';
import { notGatehouse } from '../wire/reply.js';
import { AccessToken } from './access-token.js';
import type { Transport } from './transport.js';

/** How long a tab is given to answer another. */
const ASK_MS = 80;
/** Of the life of a token: then the next one is asked for. Not the same in all tabs, or all would ask at once. */
const AHEAD = 0.06;

/** A service that refuses every token must not be the reason for endless refreshes. */
const MOST_REFUSALS = 3;
const REFUSALS_MS = 60_000;

export interface Neighbours {
  /** Asks other tabs; what they have comes by `adopt`. Undefined where nothing can come. */
  readonly ask: (() => void) | undefined;
  /** A new token, with which others should be told. */
  readonly renewed: (token: AccessToken) => Promise<void>;
  /** The service has said that the session is over. Returns what to throw. */
  readonly over: (error: GatehouseError) => Promise<GatehouseError>;
  /** Throws where another tab has signed out meanwhile. */
  readonly mustGoOn: () => void;
}

/** Holds the access token, and gets the next one: at most one request at a time in all tabs. */
export class Renewal {
  token: AccessToken | undefined;
  private readonly share = AHEAD * (0.7 + 0.3 * Math.random());
  private flight: Promise<AccessToken> | undefined;
  private notBefore = 0;
  private failures = 0;
  private lastError: GatehouseError | undefined;
  /** When tokens were replaced because somebody refused them. */
  private refusals: number[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly env: Environment,
    private readonly lock: Lock,
    private readonly transport: Transport,
    private readonly neighbours: Neighbours,
  ) {}

  /** One that can be used now. Asks for the next one ahead of time, without waiting for it. */
  async usable(): Promise<AccessToken> {
    const { token } = this;
    if (!token?.isUsable) return this.next(token);
    if (token.isDue(this.share)) this.next(token).catch(() => {});
    return token;
  }

  /** One that is younger than this one. */
  next(than: AccessToken | undefined): Promise<AccessToken> {
    const known = this.younger(than);
    if (known) return Promise.resolve(known);
    this.flight ??= this.fly(than).finally(() => (this.flight = undefined));
    return this.flight;
  }

  /** From an answer, or from another tab. The younger one stays. */
  adopt(token: AccessToken): void {
    if (this.token?.session === token.session && this.token && this.token.born >= token.born) return;
    this.token = token;
    this.failures = this.notBefore = 0;
  }

  /** Under the lock: reads an answer that has a token in it. */
  async accept(ask: () => Promise<unknown>): Promise<AccessToken> {
    const { env } = this;
    const [born, bornAt] = [env.elapsed(), env.now()];
    const answer = (await ask()) as Partial<TokenAnswer> | undefined;
    const { access_token, expires_in } = answer ?? {};
    // A page that happens to be JSON must not become a sign-in.
    if (typeof access_token !== 'string' || !(Number(expires_in) > 0)) throw notGatehouse({ status: 200 });
    // First of all: a successor that is lost here is lost.
    await this.transport.keep(answer as TokenAnswer);
    this.token = undefined;
    const token = AccessToken.asked(access_token, Number(expires_in) * 1000, born, bornAt, env);
    this.adopt(token);
    return token;
  }

  /** After the service, or one that trusts it, has refused this one. Undefined where that has happened too often. */
  async instead(refused: AccessToken): Promise<AccessToken | undefined> {
    const known = this.younger(refused);
    if (known) return known;
    const now = this.env.elapsed();
    this.refusals = this.refusals.filter((at) => now - at < REFUSALS_MS);
    if (this.refusals.length >= MOST_REFUSALS) return undefined;
    this.refusals.push(now);
    return this.next(refused);
  }

  private async fly(than: AccessToken | undefined): Promise<AccessToken> {
    const { env, lock } = this;
    if (!than?.isUsable) await this.askOthers(than);
    const attempt = async (contended: boolean) => {
      // Whoever had the lock has told what came of it; it may be on its way.
      if (contended) await this.askOthers(than);
      return this.younger(than) ?? this.renew();
    };
    return patiently(
      async () => {
        await this.pace();
        return this.younger(than) ?? lock(attempt);
      },
      { env, patience: this.settings.patience, isWorthIt: (error) => error.isTemporary },
    );
  }

  /** However often somebody calls: the service is not asked before the time that it named. */
  private async pace(): Promise<void> {
    const wait = this.notBefore - this.env.elapsed();
    if (wait > this.settings.patience) throw this.lastError!;
    if (wait > 0) await pause(wait, this.env);
  }

  private async renew(): Promise<AccessToken> {
    try {
      this.neighbours.mustGoOn();
      const token = await this.accept(() => this.transport.refresh(this.settings.timeout));
      await this.neighbours.renewed(token);
      return token;
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error;
      if (SESSION_ENDED.has(error.code)) throw await this.neighbours.over(error);
      if (error.isTemporary) {
        this.lastError = error;
        this.failures += 1;
        this.notBefore = this.env.elapsed() + waitOf(error, this.failures, 0);
      }
      throw error;
    }
  }

  private younger(than: AccessToken | undefined): AccessToken | undefined {
    const { token } = this;
    return token?.isUsable && token.value !== than?.value && (!than || token.born >= than.born) ? token : undefined;
  }

  private async askOthers(than: AccessToken | undefined): Promise<void> {
    const { ask } = this.neighbours;
    if (!ask) return;
    ask();
    for (let step = 0; step < 8 && !this.younger(than); step += 1) await pause(ASK_MS / 8, this.env);
  }
}
