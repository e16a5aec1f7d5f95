import type { TestApp } from '../../support/app.js';

const SIGNS: Record<string, string> = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** What the script is handed. */
export interface ScriptTexts {
  readonly [name: string]: unknown;
  readonly errors: Readonly<Record<string, string>>;
}

/** A hosted page as a browser gets it. */
export async function openPage(app: TestApp, name: string, language = 'en') {
  const answer = await app.get(`//${name}`, undefined, { 'accept-language': language });
  const [, data = '{}'] = /data-texts="([^"]*)"/.exec(answer.text) ?? [];
  const texts = JSON.parse(data.replace(/&\w+;|&#39;/g, (sign) => SIGNS[sign]!)) as ScriptTexts;
  const [, action = ''] = /action="([^"]+)"/.exec(answer.text) ?? [];
  return { ...answer, texts, action };
}

/** The part that is shown when the form is done with (`done`), or when the link is void (`void`). */
export function laterPart(text: string, id: 'done' | 'void'): string {
  return new RegExp(`<div id="${id}" class="next" hidden>(.*?)</div>`, 's').exec(text)?.[1] ?? '';
}
