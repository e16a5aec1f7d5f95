import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.js';

describe('contentSecurityPolicy', () => {
  it('allows nothing but what is named', () => {
    expect(contentSecurityPolicy({ 'style-src': "'self'" })).toEqual({
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'",
    });
  });
});
