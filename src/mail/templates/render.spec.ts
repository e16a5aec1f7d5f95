import { Html } from '#common/http/pages/html.js';
import { placeholdersOf, renderHtml, renderText } from './render.js';

describe('renderHtml', () => {
  it('escapes text, also inside attributes, and leaves markup', () => {
    const values = { name: `"><script>alert('x')</script>&`, content: new Html('<b>bold</b>') };
    expect(renderHtml('<a title="{{name}}">{{ content }}</a>', values).toString()).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"><b>bold</b></a>',
    );
  });

  it('does not look for placeholders, or signs of replace(), in what it has inserted', () => {
    expect(renderText('{{a}} {{b}}', { a: '{{b}} $& $1', b: 'two' })).toBe('{{b}} $& $1 two');
  });

  it('refuses a placeholder without a value, of a prototype included', () => {
    expect(() => renderText('{{missing}}', {})).toThrow('{{missing}}');
    expect(() => renderText('{{constructor}}', {})).toThrow('{{constructor}}');
  });

  it('names the placeholders', () => expect([...placeholdersOf('{{a}} {{ b }} {{a}} {c}')]).toEqual(['a', 'b']));
});
