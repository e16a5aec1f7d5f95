import { SECURITY_EVENT_TYPES } from '#common/events/security-events.js';
import { filesBelow, textOf } from './support/sources.js';

/** Where types are named that something publishes: not where they are declared, told or sorted. */
const publishers = filesBelow('src')
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map(textOf)
  .filter(
    (text) => /\bSecurityEvents\b/.test(text) && /\bpublish\(/.test(text) && !/\bSECURITY_EVENT_TYPES = /.test(text),
  );

describe('SECURITY_EVENT_TYPES', () => {
  it.each(SECURITY_EVENT_TYPES)('%s is published somewhere', (type) => {
    expect(publishers.some((text) => text.includes(`'${type}'`))).toBe(true);
  });
});
