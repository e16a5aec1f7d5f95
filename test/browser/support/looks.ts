import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '#test/support/project-root.js';
import { barriersOf } from './accessibility.js';

const FOLDER = join(ROOT, 'screenshots');

const WIDTHS = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };

/** A page as it is seen in the light and in the dark, on a desk and on a small telephone. A picture is kept of each. */
export async function lookAt(page: Page, name: string): Promise<{ barriers: string[]; overflow: string[] }> {
  mkdirSync(FOLDER, { recursive: true });
  const found = { barriers: [] as string[], overflow: [] as string[] };
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = `${name}-${width}-${colorScheme}`;
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(settled);
      await page.screenshot({ path: join(FOLDER, `${look}.png`), fullPage: true, animations: 'disabled' });
      found.barriers.push(...(await barriersOf(page)).map((barrier) => `${look}: ${barrier}`));
      // WCAG 2.2, 1.4.10: nobody has to scroll in two directions.
      const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (overflows) found.overflow.push(look);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(WIDTHS.wide);
  return found;
}

/** Colours that are on their way from the light to the dark are neither. */
const settled = () =>
  Promise.allSettled(
    document.getAnimations().flatMap((each) => (each instanceof CSSTransition ? [each.finished] : [])),
  ).then(() => undefined);

export const NOTHING_WRONG = { barriers: [], overflow: [] };
