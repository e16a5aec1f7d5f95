import type { ChallengeDemand } from './challenge.js';
import { SiteVerifyChallenge } from './site-verify.challenge.js';

const ACTION = 'sign-in';

/** Cloudflare's. */
export class TurnstileChallenge extends SiteVerifyChallenge {
  protected override readonly action = ACTION;

  override demand(): ChallengeDemand {
    return { kind: 'turnstile', site_key: this.site.siteKey, action: ACTION };
  }
}

export class HcaptchaChallenge extends SiteVerifyChallenge {
  override demand(): ChallengeDemand {
    return { kind: 'hcaptcha', site_key: this.site.siteKey };
  }

  /** Refuses what was solved for another site of the same account. */
  protected override fields(): Record<string, string> {
    return { sitekey: this.site.siteKey };
  }
}
