import { type CanActivate, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { demandRole, demandScopes, MissingToken, Refusal, Verifier } from '@gatehouse/verifier';
import type { VerifiedToken, WhenStale } from '@gatehouse/verifier';
import { type AccessRule, ruleOf, ruleOfClass } from '../access/index.js';
import { GATEHOUSE_OPTIONS, type GatehouseOptions } from '../gatehouse.options.js';
import { GatehouseRefusal } from '../refusals/index.js';
import { OpenSockets, type Socket, tokenOfHandshake, type UpgradeRequest } from '../sockets/index.js';
import { currentUser, rememberUser } from './current-user.js';
import { tokenOf } from './token-of.js';

/** Between two warnings: an outage refuses every request. */
const QUIET_MS = 10_000;

/** The one guard: whose token is it, does it still hold, does the route allow it. A route that says nothing is closed. */
@Injectable()
export class GatehouseGuard implements CanActivate {
  private readonly logger = new Logger('Gatehouse');
  private quietUntil = 0;

  constructor(
    @Inject(Verifier) private readonly verifier: Verifier,
    @Inject(OpenSockets) private readonly sockets: OpenSockets,
    @Inject(GATEHOUSE_OPTIONS) private readonly options: GatehouseOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = ruleOf(context.getHandler(), context.getClass());
    if (!rule.public) rememberUser(context, await this.judge(rule, () => this.userOf(context, rule)));
    return true;
  }

  /**
   * Whether a socket may stay, before its gateway hears of it. What the gateway's class says holds for the connection,
   * what a handler says for its messages.
   */
  async admit(gateway: object, socket: Socket, request: UpgradeRequest | undefined): Promise<void> {
    const rule = ruleOfClass(gateway);
    const handshake = this.verifyHandshake(socket, request, rule);
    this.sockets.open(socket, handshake);
    if (!rule.public) await this.judge(rule, () => handshake);
  }

  /** Why an answer that goes on may tell nothing more; `whenStale` in place of what its route says. */
  whyNot(context: ExecutionContext, whenStale?: WhenStale): GatehouseRefusal | undefined {
    const rule = ruleOf(context.getHandler(), context.getClass());
    if (rule.public) return undefined;
    const user = currentUser(context);
    try {
      if (user === undefined) throw new MissingToken();
      this.verifier.recheck(user, { whenStale: whenStale ?? rule.whenStale });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.log(error);
      return new GatehouseRefusal(error);
    }
  }

  /** Throws GatehouseRefusal, and says in the log what it does not say to the caller. */
  private async judge(rule: AccessRule, identify: () => Promise<VerifiedToken>): Promise<VerifiedToken> {
    try {
      const user = await identify();
      if (rule.roles) demandRole(user, ...rule.roles);
      if (rule.permissions) demandScopes(user, ...rule.permissions);
      if (rule.scopes) demandScopes(user, ...rule.scopes);
      return user;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.log(error);
      throw new GatehouseRefusal(error);
    }
  }

  /** That callers are refused is their business; that nobody can be judged is the operator's. */
  private log({ code, status, reason }: Refusal): void {
    if (status !== 503) return this.logger.debug(`${code}: ${reason}`);
    if (performance.now() < this.quietUntil) return;
    this.quietUntil = performance.now() + QUIET_MS;
    this.logger.warn(`${code}: ${reason}`);
  }

  private async userOf(context: ExecutionContext, { whenStale }: AccessRule): Promise<VerifiedToken> {
    if (context.getType<string>() !== 'ws') return this.verifier.verify(this.tokenOf(context), { whenStale });
    const user = await this.sockets.userOf(context.switchToWs().getClient<Socket>());
    this.verifier.recheck(user, { whenStale });
    return user;
  }

  private tokenOf(context: ExecutionContext): string {
    if (this.options.tokenOf === undefined) return tokenOf(context);
    const token = this.options.tokenOf(context);
    if (token === undefined) throw new MissingToken();
    return token;
  }

  private async verifyHandshake(
    socket: Socket,
    request: UpgradeRequest | undefined,
    { whenStale }: AccessRule,
  ): Promise<VerifiedToken> {
    return this.verifier.verify(tokenOfHandshake(socket, request), { whenStale });
  }
}
