import { isIP } from 'node:net';
import { z } from 'zod';

/** Readers of one environment value each. They take text, name what is wrong, and return the typed value. */

export const text = z.string();

export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

export const flag = z
  .string()
  .toLowerCase()
  .refine((value) => ['true', 'false', 'on', 'off', '1', '0'].includes(value), 'must be on or off')
  .transform((value) => ['true', 'on', '1'].includes(value));

export const baseUrl = z
  .string()
  .refine(
    isBaseUrl,
    'must be an http(s) address such as https://auth.example.org, without query, fragment or user name',
  )
  .transform((value) => value.replace(/\/+$/, ''));

/** Where a link leads: never a scheme that runs something, and nothing that could be read on the way. */
export const appUrl = z
  .string()
  .refine(isAppUrl, 'must be an https address such as https://app.example.org, or an http one of this machine');

export const databaseUrl = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol),
    'must look like postgresql://user:password@host:5432/name',
  );

export const redisUrl = z
  .string()
  .refine(
    isRedisUrl,
    'must look like redis://user:password@host:6379/0, or rediss:// for TLS; write what is special in the password as %..',
  );

export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** Values are not repeated in a problem, so it says which of them it is. */
export const origins = list.superRefine((items, context) => {
  for (const [index, item] of items.entries()) {
    const fault = originFault(item);
    if (fault) context.addIssue({ code: 'custom', message: `${fault} (entry ${index + 1})` });
  }
});

/** Lists of the OpenTelemetry specification: W3C Baggage, without properties. */
export const pairs = list
  .superRefine((items, context) => {
    for (const [index, item] of items.entries()) {
      if (!pairOf(item)) context.addIssue({ code: 'custom', message: `must be name=value (entry ${index + 1})` });
    }
  })
  .transform((items) => Object.fromEntries(items.map((item) => pairOf(item)!)));

export const cidrs = list.refine(
  (items) => items.every(isCidr),
  'must be a comma-separated list of addresses or CIDR ranges such as 10.0.0.0/8; a number of hops can be forged',
);

/** RFC 8414 §2 demands https of an issuer; loopback is spared so that a production build can be tried. */
export function isSafeUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/**
 * As whoever compares it letter by letter will write it. The URL parser passes over blanks and line ends, and takes
 * `https:auth.example.org` and backslashes for what was meant: an issuer spelt so would match no token's `iss`.
 */
const SPELT_OUT = /^https?:\/\/[^\s\p{Cc}/\\]+(?:\/[^\s\p{Cc}\\]*)?$/iu;

/** One question: a second refinement would be asked even about what the first has refused. */
function isBaseUrl(value: string): boolean {
  if (!SPELT_OUT.test(value) || !URL.canParse(value) || /[?#]/.test(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** Names as header fields have them (RFC 9110 §5.1), values without what would end one. */
function pairOf(item: string): [string, string] | undefined {
  const [, name, raw] = /^([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*)$/.exec(item) ?? [];
  try {
    const value = decodeURIComponent(raw!);
    return name === undefined || /\p{Cc}/u.test(value) ? undefined : [name, value];
  } catch {
    return undefined;
  }
}

/** They are compared letter by letter with what browsers send, so any other spelling would never match. */
function originFault(item: string): string | undefined {
  if (item === '*') return 'must name origins; * is not allowed';
  if (item === 'null') return 'must not be null: every sandboxed page calls itself that';
  if (!URL.canParse(item) || !/^https?:\/\//i.test(item)) return 'must be an origin such as https://app.example.org';
  const { origin, pathname, search, hash, username, password } = new URL(item);
  if (item.includes('*')) return 'must be one exact origin; there are no wildcards';
  if (pathname !== '/' || search + hash + username + password !== '')
    return 'must be scheme, host and port alone: no path, query or user name';
  if (origin === item) return undefined;
  return 'must be spelled as browsers send it: lower case, no trailing slash, no default port, other letters as xn--';
}

/** Nothing that a client would stumble over later. */
function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value);
  if (!/^rediss?:$/.test(protocol) || hostname === '' || !/^\/?\d*$/.test(pathname) || search + hash !== '')
    return false;
  try {
    return [username, password].every((part) => decodeURIComponent(part) !== undefined);
  } catch {
    return false;
  }
}

function isAppUrl(value: string): boolean {
  if (!SPELT_OUT.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && local)) && username === '' && password === '';
}

function isCidr(item: string): boolean {
  const [address = '', bits, ...rest] = item.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}
