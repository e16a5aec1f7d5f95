import { describe, expect, it } from 'vitest';
import { prefersHtml } from './prefers-html.js';

describe('prefersHtml', () => {
  it.each([
    ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['curl', '*/*', false],
    ['no header', undefined, false],
    ['an API client', 'application/json', false],
    ['an equal wish', 'application/json, text/html', true],
    ['a lesser wish', 'application/json, text/html;q=0.5', false],
    ['a refusal', 'text/html;q=0', false],
    ['capitals', 'TEXT/HTML; Q=0.9', true],
    ['a weight that is none', 'text/html;q=x', false],
  ])('%s: %s', (_, accept, expected) => {
    expect(prefersHtml(accept)).toBe(expected);
  });
});
