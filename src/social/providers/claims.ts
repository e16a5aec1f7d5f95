import { isEmail } from 'class-validator';
import type { SocialProviderConfig } from '#config/index.js';
import type { UpstreamEmail } from './upstream-person.js';

/** Facts about a person by name, from one source: an ID token, or an answer of a userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>>;

/** The longest subject there may be (OpenID Connect Core §2). */
const MAX_SUBJECT = 255;
const MAX_NAME = 200;
const MAX_GROUPS = 1000;

/** Some send a number, and some the word. Anything else is no. */
const YES: ReadonlySet<unknown> = new Set([true, 'true', 1, '1']);

/** Undefined: not something that PostgreSQL can store and that stays the same when it is read again. */
export function subjectIn(claims: Claims, { claims: names }: SocialProviderConfig): string | undefined {
  const value = claims[names.subject];
  const text = Number.isSafeInteger(value) ? String(value) : textOf(value);
  return text !== undefined && text.length <= MAX_SUBJECT ? text : undefined;
}

/**
 * The address, and whether it is proven: both from one source, or what is said of one address would hold for another.
 * ASCII only, as every address here.
 */
export function emailIn(
  claims: Claims,
  { claims: names, emailTrust }: SocialProviderConfig,
): UpstreamEmail | undefined {
  const address = textOf(claims[names.email]);
  if (address === undefined || !isUsableAddress(address)) return undefined;
  const proven = emailTrust === 'always' || (emailTrust === 'claim' && YES.has(claims[names.email_verified]));
  return { address, proven };
}

export function isUsableAddress(address: string): boolean {
  return /^[\x21-\x7e]{3,254}$/.test(address) && isEmail(address, { allow_utf8_local_part: false });
}

export function fullNameIn(claims: Claims, { claims: names }: SocialProviderConfig): string | undefined {
  const parts = [claims['given_name'], claims['family_name']].flatMap((part) => textOf(part) ?? []);
  return presentable(textOf(claims[names.name]) ?? parts.join(' '));
}

/** A name that somebody else has typed: without signs that are none, and not longer than one here. */
export function presentable(name: string): string | undefined {
  const text = name
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME)
    .trim();
  return text.isWellFormed() && text !== '' ? text : undefined;
}

export function namesIn(claims: Claims, { claims: names }: SocialProviderConfig): string[] {
  return [claims[names.username], claims['nickname'], claims[names.name]].flatMap((value) => textOf(value) ?? []);
}

/** Undefined: nothing is said of groups. */
export function groupsIn(claims: Claims, { claims: names }: SocialProviderConfig): string[] | undefined {
  const value = claims[names.groups];
  if (value === undefined) return undefined;
  return [value]
    .flat()
    .slice(0, MAX_GROUPS)
    .flatMap((group) => textOf(group) ?? []);
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.includes('\0') || !text.isWellFormed() ? undefined : text;
}
