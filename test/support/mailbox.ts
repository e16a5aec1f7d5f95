import { DevMailbox } from '#mail/dev-mailbox/dev-mailbox.js';
import type { TestApp } from './app.js';

export interface ReceivedLetter {
  readonly template: string;
  readonly subject: string;
  readonly text: string;
  /** The first link of the letter; empty where there is none. */
  readonly link: string;
  /** The token that stands behind the `#` of the link; empty where there is none. */
  readonly token: string;
}

/** The letters to an address, newest first, as its owner reads them. */
export async function lettersTo(app: TestApp, address: string): Promise<ReceivedLetter[]> {
  const all = await app.nest.get(DevMailbox).letters();
  const mine = all.filter(({ recipient }) => recipient.toLowerCase() === address.toLowerCase());
  return mine.map(({ template, subject, text }) => {
    const [link = ''] = /http\S+/.exec(text) ?? [];
    const token = /#token=(\S+)/.exec(link)?.[1] ?? '';
    return { template, subject, text, link, token };
  });
}

/** Waits for a letter of that kind: those that a worker writes come a moment later. */
export async function letterTo(app: TestApp, address: string, template: string): Promise<ReceivedLetter> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const letter = (await lettersTo(app, address)).find((received) => received.template === template);
    if (letter) return letter;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`No letter ${template} to ${address}`);
}
