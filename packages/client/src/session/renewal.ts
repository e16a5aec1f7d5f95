import type { TokenAnswer } from '../api/routes.js';
import type { Environment } from '../environment.js';
import { GatehouseError, SESSION_ENDED } from '../errors/index.js';
import type { Settings } from '../options.js';
import type { Lock } from '../tabs/lock.js';
import { patiently, pause, waitOf } from '../wire/patience.js';
import { notGatehouse } from '../wire/reply.js';
import { type AccessToken, isDue, isUsable, received } from './access-token.js';
import type { Transport } from './transport.js';

/** How long a tab is given to answer another, in steps. */
const ASK_MS = 10;
const ASK_STEPS = 8;
/** Of the life of a token: then the next one is asked for. */
const AHEAD = 0.05;
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
  /** A refresh has failed, but may go well later. */
  readonly tell: (error: GatehouseError) => void;
  /** Throws where another tab has signed out meanwhile. */
  readonly mustGoOn: () => void;
}

/** Holds the access token, and gets the next one: at most one request at a time in all tabs. */
export interface Renewal {
  /** The token as it is, whether it lives or not. */
  readonly held: () => AccessToken | undefined;
  readonly hold: (token: AccessToken | undefined) => void;
  /** From another tab. The younger one stays. */
  readonly adopt: (token: AccessToken) => void;
  /** What another tab's refresh has failed by. */
  readonly failed: (error: GatehouseError) => void;
  /** One that can be used now. Asks for the next one ahead of time, without waiting for it. */
  readonly usable: () => Promise<AccessToken>;
  /** One that is younger than this one. */
  readonly next: (than: AccessToken | undefined) => Promise<AccessToken>;
  /** After the service, or one that trusts it, has refused this one. Undefined where that has happened too often. */
  readonly instead: (refused: AccessToken) => Promise<AccessToken | undefined>;
  /** Under the lock: reads an answer that has a token in it. */
  readonly accept: (ask: () => Promise<unknown>) => Promise<AccessToken>;
}

export function renewalOf(
  { patience }: Settings,
  env: Environment,
  lock: Lock,
  transport: Transport,
  { ask, renewed, over, mustGoOn, tell }: Neighbours,
): Renewal {
  let token: AccessToken | undefined;
  let flight: Promise<AccessToken> | undefined;
  let failures = 0;
  let lastError: GatehouseError;
  let notBefore = 0;
  /** How many tokens were replaced because somebody refused them, and since when that is counted. */
  let refusals = 0;
  let since = 0;

  const younger = (than: AccessToken | undefined) =>
    token && isUsable(token, env) && token.value !== than?.value && (!than || token.born >= than.born)
      ? token
      : undefined;

  const hold = (next: AccessToken | undefined) => {
    token = next;
    failures = notBefore = 0;
  };

  const accept = async (request: () => Promise<unknown>) => {
    const [elapsed, bornAt] = [env.elapsed(), env.now()];
    const answer = (await request()) as TokenAnswer | undefined;
    const life = Number(answer?.expires_in) * 1000;
    // A page that happens to be JSON must not become a sign-in.
    if (typeof answer?.access_token !== 'string' || !(life > 0)) throw notGatehouse();
    // First of all: a successor that is lost here is lost.
    await transport.keep(answer);
    const next = { ...received({ value: answer.access_token, life, bornAt }, env), born: elapsed };
    hold(next);
    return next;
  };

  const isTooEarly = () => notBefore > env.elapsed();

  const askOthers = async (than: AccessToken | undefined) => {
    for (let step = ask ? 0 : ASK_STEPS; step < ASK_STEPS && !younger(than) && !isTooEarly(); step += 1) {
      if (!step) ask?.();
      await pause(ASK_MS, env);
    }
  };

  /** However often somebody calls: the service is not asked before the time that it named. */
  const pace = async () => {
    const wait = notBefore - env.elapsed();
    if (wait > patience) throw lastError;
    if (wait > 0) await pause(wait, env);
  };

  const failed = (error: GatehouseError) => {
    lastError = error;
    failures += 1;
    notBefore = env.elapsed() + waitOf(error, failures, 0);
  };

  const renew = async () => {
    try {
      mustGoOn();
      const next = await accept(transport.refresh);
      await renewed(next);
      return next;
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error;
      if (SESSION_ENDED.test(error.code)) throw await over(error);
      if (error.isTemporary) {
        failed(error);
        tell(error);
      }
      throw error;
    }
  };

  const fly = async (than: AccessToken | undefined) => {
    if (!than || !isUsable(than, env)) await askOthers(than);
    const attempt = async (contended: boolean) => {
      // Whoever had the lock has told what came of it; it may be on its way.
      if (contended) await askOthers(than);
      const token = younger(than);
      // One failure is enough for all tabs that waited for the lock: they would wait for the same again, one by one.
      if (!token && isTooEarly()) throw lastError;
      return token ?? renew();
    };
    const paced = async () => {
      await pace();
      return younger(than) ?? lock(attempt);
    };
    return patiently(paced, env, patience);
  };

  const next = async (than: AccessToken | undefined) =>
    younger(than) ?? (flight ??= fly(than).finally(() => (flight = undefined)));

  return {
    held: () => token,
    hold,
    adopt(other) {
      if (!token || token.session !== other.session || token.born < other.born) hold(other);
    },
    accept,
    failed,
    next,
    async usable() {
      if (!token || !isUsable(token, env)) return next(token);
      if (isDue(token, AHEAD, env)) next(token).catch(() => {});
      return token;
    },
    async instead(refused) {
      const known = younger(refused);
      if (known) return known;
      const now = env.elapsed();
      if (now - since > REFUSALS_MS) refusals = 0;
      if (!refusals) since = now;
      refusals += 1;
      if (refusals > MOST_REFUSALS) return undefined;
      return next(refused);
    },
  };
}
