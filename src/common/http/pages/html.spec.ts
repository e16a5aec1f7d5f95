import { describe, expect, it } from 'vitest';
import { html } from './html.js';

describe('html', () => {
  it('escapes inserted text, also inside attributes', () => {
    const name = `<b title="x">&'`;
    expect(html`<a title="${name}">${name}</a>`.toString()).toBe(
      '<a title="&lt;b title=&quot;x&quot;&gt;&amp;&#39;">&lt;b title=&quot;x&quot;&gt;&amp;&#39;</a>',
    );
  });

  it('inserts markup, one piece or several, as it is', () => {
    const items = ['a', '<'].map((text) => html`<i>${text}</i>`);
    expect(html`${items}${html`<b>c</b>`}`.toString()).toBe('<i>a</i><i>&lt;</i><b>c</b>');
  });

  it('leaves out what is not there', () => {
    expect(html`<p>${undefined}${false}</p>`.toString()).toBe('<p></p>');
  });

  it('keeps backslashes', () => {
    expect(html`${'a \\'}`.toString()).toBe('a \\');
  });
});
