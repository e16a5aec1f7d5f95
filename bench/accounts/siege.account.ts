import type { Client } from 'pg';
import type { Cores } from '../support/machine.ts';
import { type Answer, call } from '../support/http.ts';
import { solve } from '../support/proof-of-work.ts';
import { freePort } from '../../test/support/postgres.ts';
import { Service } from '../support/service.ts';

export const DIFFICULTY = 6;

const PASSWORD = 'seven quiet lanterns drift';
const OWNER = '192.0.2.1';
/** A challenge may be overtaken by others while it is solved; an attacker takes the next one. */
const TRIES = 20;

let accounts = 0;

interface Options {
  readonly cores: Cores;
  readonly env: Record<string, string>;
  readonly sql: Client;
}

/** A service behind a proxy, an account that is attacked, and the browser of its owner. */
export class Besieged {
  static async start({ cores, env, sql }: Options): Promise<Besieged> {
    const METRICS_PORT = String(await freePort());
    const settings = { TRUSTED_PROXIES: '127.0.0.1/32', CHALLENGE_DIFFICULTY: String(DIFFICULTY), METRICS_PORT };
    const service = await Service.start({ cores, env: { ...env, ...settings }, on: 'all' });
    const account = new Besieged(service, sql, `http://127.0.0.1:${METRICS_PORT}/metrics`, `owner${(accounts += 1)}`);
    await account.moveIn();
    return account;
  }

  /** How many of the hashes were the owner's, or the service's own. */
  private own = 0;
  private deviceToken = '';
  private readonly service: Service;
  private readonly sql: Client;
  private readonly metrics: string;
  private readonly username: string;

  private constructor(service: Service, sql: Client, metrics: string, username: string) {
    this.service = service;
    this.sql = sql;
    this.metrics = metrics;
    this.username = username;
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  /** All that the service has computed, less what was no guess. */
  async hashes(): Promise<number> {
    const { body } = await call(this.metrics);
    return Number(/^gatehouse_password_hash_seconds_count (\d+)/m.exec(body)![1]) - this.own;
  }

  async guess(address: string): Promise<number> {
    return (await this.login('a wrong password', address)).status;
  }

  /** Goes on until the guess was compared, or no solution is asked for any more. */
  async guessAndSolve(address: string): Promise<void> {
    let answer = await this.login('a wrong password', address);
    for (let tries = 0; tries < TRIES && answer.body.challenge; tries += 1) {
      answer = await this.login('a wrong password', address, { 'x-challenge-response': solve(answer.body.challenge) });
    }
  }

  signInOnKnownDevice(): Promise<Answer> {
    this.own += 1;
    return this.login(PASSWORD, OWNER, { 'x-device-token': this.deviceToken });
  }

  /** Its two statuses: without, and with the challenge solved. */
  async signInOnNewDevice(): Promise<number[]> {
    const address = '192.0.2.2';
    const first = await this.login(PASSWORD, address);
    if (!first.body.challenge) return [first.status];
    this.own += 1;
    const second = await this.login(PASSWORD, address, { 'x-challenge-response': solve(first.body.challenge) });
    return [first.status, second.status];
  }

  /** For the counters, which is all that is asked about time here. */
  async quarterHourPasses(): Promise<void> {
    await this.sql.query(
      `UPDATE rate_limits SET expires_at = expires_at - interval '15 minutes', blocked_until = blocked_until - interval '15 minutes'`,
    );
  }

  private async moveIn(): Promise<void> {
    const json = { username: this.username, email: `${this.username}@example.org`, password: PASSWORD };
    await call(`${this.service.origin}/api/v1/auth/register`, { json });
    const first = await this.login(PASSWORD, OWNER);
    this.deviceToken = first.headers.get('x-device-token')!;
    this.own = await this.hashes(); // Those of the start are nobody's guesses either.
  }

  private login(password: string, address: string, headers: Record<string, string> = {}): Promise<Answer> {
    return call(`${this.service.origin}/api/v1/auth/login`, {
      json: { username: this.username, password },
      headers: { 'x-forwarded-for': address, ...headers },
    });
  }
}
