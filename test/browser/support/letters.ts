import type { Page } from 'playwright-core';
import { eventually } from '#test/support/service.js';
import { visit } from './visitor.js';

/** The link of the newest letter with that subject to that address, as somebody finds it in the development mailbox. */
export async function linkFromLetter(page: Page, url: string, to: string, subject: string | RegExp): Promise<string> {
  const mailbox = await visit(page.context().browser()!, `${url}/dev/mail`);
  try {
    const entry = mailbox.page.getByRole('listitem').filter({ hasText: to }).filter({ hasText: subject }).first();
    await eventually(async () => {
      await mailbox.page.reload();
      return (await entry.count()) > 0;
    }, 10_000);
    await entry.getByRole('link').click();
    const link = mailbox.page.getByRole('region', { name: 'As text' }).getByRole('link').first();
    return (await link.getAttribute('href'))!;
  } finally {
    await mailbox.leave();
  }
}
