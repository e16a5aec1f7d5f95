import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { Circuit } from './circuit.js';
import { fetchRange } from './password-range.js';

const PREFIX_LENGTH = 5;

/**
 * Whether a password is known from a breach, by a range API of the operator's choice (NIST SP 800-63B-4 §3.1.1.2, ASVS
 * 6.2.12). Off unless its address is set. It fails open: people who choose a password need not wait for a service that
 * is away, and the shipped list is asked in any case.
 */
@Injectable()
export class BreachedPasswords {
  private readonly logger = new Logger(BreachedPasswords.name);
  private readonly url: string | undefined;
  private readonly circuit = new Circuit();
  private readonly lookups: Counter<'outcome'>;

  constructor({ passwords }: Config, registry: MetricsRegistry) {
    this.url = passwords.breachedUrl;
    this.lookups = new Counter({
      name: 'gatehouse_breached_password_lookups_total',
      help: 'New passwords by what the range API says: hit, miss; failed: it did not answer; skipped: it was away before',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }

  /** `text`: the password as it is hashed. */
  async knows(text: string): Promise<boolean> {
    if (this.url === undefined) return false;
    if (!this.circuit.admits()) {
      this.lookups.inc({ outcome: 'skipped' });
      return false;
    }
    const digest = createHash('sha1').update(text).digest('hex').toUpperCase();
    const known = await this.lookUp(this.url, digest);
    this.lookups.inc({ outcome: known === undefined ? 'failed' : known ? 'hit' : 'miss' });
    return known ?? false;
  }

  private async lookUp(url: string, digest: string): Promise<boolean | undefined> {
    try {
      const suffixes = await fetchRange(url, digest.slice(0, PREFIX_LENGTH));
      this.circuit.succeeded();
      return suffixes.has(digest.slice(PREFIX_LENGTH));
    } catch (error) {
      this.circuit.failed();
      this.logger.warn(`BREACHED_PASSWORDS_URL does not answer, and a password is accepted without: ${String(error)}`);
      return undefined;
    }
  }
}
