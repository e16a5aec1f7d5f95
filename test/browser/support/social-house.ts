import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { uniqueName } from '#test/support/names.js';
import { createDatabase, freePort } from '#test/support/postgres.js';
import { OddProvider } from '#test/support/social/odd-provider.js';
import { OpenIdProviderOnLoopback } from '#test/support/social/openid-provider.js';
import type { House } from './house.js';
import { startOwnHouse } from './own-house.js';
import { withoutRefusals } from './visitor.js';

/** A service whose people may come by a certified OpenID provider, and by one that does what it is told. */
export interface SocialHouse extends House {
  readonly acme: OpenIdProviderOnLoopback;
  readonly odd: OddProvider;
  /** Where there is a PostgreSQL. */
  readonly database: string | undefined;
}

export async function startSocialHouse(settings: Record<string, string> = {}): Promise<SocialHouse> {
  const server = inject('postgres');
  const database = server && (await createDatabase(server, `browser_${uniqueName()}`));
  const PORT = String(await freePort());
  const callback = `http://localhost:${PORT}/api/v1/auth/social/acme/callback`;
  const acme = await OpenIdProviderOnLoopback.start([callback]);
  const odd = await OddProvider.start();
  const house = await startOwnHouse({
    PORT,
    ...(database && { DATABASE_URL: database }),
    ...named('ACME', { ...acme.env, LABEL: 'Acme' }),
    ...named('ODD', { ...odd.env, LABEL: 'Odd Fellows' }),
    ...settings,
  });
  const stop = async (): Promise<void> => {
    await house.stop();
    await Promise.all([acme.stop(), odd.stop()]);
  };
  return { ...house, acme, odd, database, stop };
}

const named = (name: string, settings: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [`SOCIAL_${name}_${key}`, value]));

/** Somebody whom the provider knows. */
export function atAcme({ acme }: SocialHouse, profile: Record<string, unknown> = {}): { id: string; email: string } {
  const id = uniqueName();
  const email = `${id}@example.org`;
  acme.knows(id, { email, email_verified: true, preferred_username: id, ...profile });
  return { id, email };
}

/** On the pages of the provider: its form, and its question whether one agrees. */
export async function signInAtAcme(page: Page, id: string): Promise<void> {
  await page.locator('[name=login]').fill(id);
  await page.locator('[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** The addresses that `Back` could lead to. */
export async function historyOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  return entries.map(({ url }) => url);
}

/** The provider's pages ask for a font that is not to be had here. That is not ours. */
export const ownComplaints = (complaints: readonly string[]): string[] =>
  withoutRefusals(complaints).filter((complaint) => !complaint.includes('net::ERR_NAME_NOT_RESOLVED'));
