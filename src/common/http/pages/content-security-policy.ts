/** Nothing is allowed but what a page names. No page may be framed, and none sends a form elsewhere. */
const NOTHING = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

/** A Content-Security-Policy header: `NOTHING`, and what the page needs beyond it. */
export function contentSecurityPolicy(allowed: Record<string, string>): { 'content-security-policy': string } {
  const directives = Object.entries({ ...NOTHING, ...allowed });
  return { 'content-security-policy': directives.map(([name, sources]) => `${name} ${sources}`).join('; ') };
}
