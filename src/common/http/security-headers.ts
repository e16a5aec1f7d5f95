/** On every answer (ASVS 3.4). Pages that need more set their own Content-Security-Policy. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** For answers that are no pages: nothing in them may be run or framed. */
export const DEFAULT_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Two years, as browsers ask for (ASVS 3.4.1). Sent only where PUBLIC_URL is https. */
const STRICT_TRANSPORT_SECURITY = 'max-age=63072000; includeSubDomains';

export function securityHeaders(publicUrl: string): Record<string, string> {
  if (!publicUrl.startsWith('https://')) return SECURITY_HEADERS;
  return { ...SECURITY_HEADERS, 'strict-transport-security': STRICT_TRANSPORT_SECURITY };
}
