import { z } from 'zod';
import { list } from '../fields.js';

/** Readers of values that only providers of sign-in have. */

export const CLAIM_NAMES = ['subject', 'email', 'email_verified', 'name', 'username', 'groups'] as const;
export type ClaimNames = Readonly<Record<(typeof CLAIM_NAMES)[number], string>>;

export const words = z.string().transform((value) => value.split(/\s+/).filter((word) => word !== ''));

/** None of those that the flow itself sets: a fixed `state` or `code_challenge` would bind nothing to anybody. */
const OURS =
  /^(client_id|redirect_uri|response_type|response_mode|scope|state|nonce|code_challenge.*|request|request_uri)$/;

export const queryParameters = z
  .string()
  .transform((value) => Object.fromEntries(new URLSearchParams(value)))
  .refine((parameters) => Object.keys(parameters).every((name) => name !== '' && !OURS.test(name)), {
    message: 'must be parameters such as prompt=login&hd=example.org, none that the flow sets itself',
  });

const pairs = list.transform((items) =>
  items.map((item) => {
    const at = item.lastIndexOf('=');
    return [item.slice(0, Math.max(0, at)).trim(), item.slice(at + 1).trim()] as const;
  }),
);

export const claimNames = pairs
  .refine((all) => all.every(([name, claim]) => (CLAIM_NAMES as readonly string[]).includes(name) && claim !== ''), {
    message: `must be a list such as email=mail,username=login of ${CLAIM_NAMES.join(', ')}`,
  })
  .transform((all) => Object.fromEntries(all) as Partial<ClaimNames>);

export const emailDomains = list
  .transform((domains) => domains.map((domain) => domain.toLowerCase()))
  .refine((domains) => domains.length > 0 && domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), {
    message: 'must be a list of domains such as example.org,example.net',
  });

export interface GroupRole {
  readonly group: string;
  readonly role: string;
}

export const groupRoles = pairs
  .refine((all) => all.every(([group, role]) => group !== '' && /^[a-z][a-z0-9_-]*$/.test(role)), {
    message: 'must be a list such as engineers=moderator,staff=user',
  })
  .transform((all): GroupRole[] => all.map(([group, role]) => ({ group, role })));
