import { inject } from 'vitest';
import type { Page } from 'playwright-core';
import { ADMIN } from '#test/support/names.js';
import { inBrowser } from '../support/in-browser.js';
import { lookAt } from '../support/looks.js';
import { visit } from '../support/visitor.js';

inBrowser('Swagger UI', (browser) => {
  const url = inject('gatehouse');

  it('signs in by its Authorize dialog, calls a protected route, and is refused after a logout', async () => {
    const { page, complaints, leave } = await visit(browser(), `${url}/docs`);
    await authorize(page);
    expect(await execute(page, 'GET', '/api/v1/auth/me')).toMatchObject({ status: '200' });
    expect(await execute(page, 'POST', '/api/v1/auth/logout')).toMatchObject({ status: '200' });
    expect(await execute(page, 'GET', '/api/v1/auth/me')).toMatchObject({ status: '401' });
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    await leave();
  });

  it('says so when the password is wrong', async () => {
    const { page, leave } = await visit(browser(), `${url}/docs`);
    const dialog = await authorize(page, 'not the password at all');
    await expect.poll(() => dialog.locator('.errors').textContent()).toMatch(/Unauthorized/);
    await leave();
  });

  it('can be read on every screen', async () => {
    const { page, leave } = await visit(browser(), `${url}/docs`);
    await page.getByRole('button', { name: 'Authorize' }).waitFor();
    const { overflow } = await lookAt(page, 'service-docs');
    expect(overflow).toEqual([]);
    await leave();
  });
});

async function authorize(page: Page, password = ADMIN.password) {
  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const dialog = page.locator('.dialog-ux .modal-ux');
  const form = dialog.locator('.auth-container').filter({ hasText: 'OAuth2, password' });
  await form.locator('#oauth_username').fill(ADMIN.username);
  await form.locator('#oauth_password').fill(password);
  await form.locator('button.authorize', { hasText: 'Authorize' }).click();
  if (password === ADMIN.password) {
    await form.locator('button', { hasText: 'Logout' }).waitFor();
    await dialog.locator('button.btn-done').first().click();
  }
  return dialog;
}

/** Presses Execute, and reads the status that the answer has. */
async function execute(page: Page, method: string, path: string) {
  const operation = page.locator('.opblock').filter({
    has: page.locator(`.opblock-summary-method:text-is("${method}") ~ * [data-path="${path}"]`),
  });
  if (!(await operation.locator('.opblock-body').isVisible())) await operation.locator('.opblock-summary').click();
  const answered = page.waitForResponse(
    (response) => response.url().endsWith(path) && response.request().method() === method,
  );
  await operation.getByRole('button', { name: 'Execute' }).click();
  await answered;
  return { status: await operation.locator('.live-responses-table .response-col_status').last().innerText() };
}
