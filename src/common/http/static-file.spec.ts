import { describe, expect, it } from 'vitest';
import { isKnown, staticFile } from './static-file.js';

describe('staticFile', () => {
  it('has the same strong tag for the same content, and another for other content', () => {
    const { etag } = staticFile('text/css', 'a');
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(staticFile('text/css', Buffer.from('a')).etag).toBe(etag);
    expect(staticFile('text/css', 'b').etag).not.toBe(etag);
  });
});

describe('isKnown (RFC 9110 §13.1.2)', () => {
  it.each([
    ['the tag', '"a"', true],
    ['one of a list', '"x" , "a"', true],
    ['the tag, weakened by a proxy', 'W/"a"', true],
    ['anything', '*', true],
    ['another', '"b"', false],
    ['nothing', undefined, false],
    ['without quotes', 'a', false],
  ])('%s: %s', (_, header, expected) => {
    expect(isKnown('"a"', header)).toBe(expected);
  });
});
