import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { type Person, register } from './people.js';
import { visit, type Visitor } from './visitor.js';

/** The heading of a page says which one it is, to people and to tests. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

export async function signIn(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Username or e-mail address').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export interface Member extends Visitor {
  readonly person: Person;
}

interface Where {
  readonly app?: string;
  readonly gatehouse?: string;
  readonly person?: Person;
  readonly options?: BrowserContextOptions;
}

/** Somebody with an account, signed in in a browser of their own. */
export async function member(
  browser: Browser,
  { app = inject('app'), gatehouse = inject('gatehouse'), person, options }: Where = {},
): Promise<Member> {
  const who = person ?? (await register(gatehouse));
  const visitor = await visit(browser, app, options);
  await signIn(visitor.page, who);
  await heading(visitor.page, /^Hello/).waitFor();
  return { ...visitor, person: who };
}

export const open = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
