import { answerParent } from '../support/child.ts';
import { measureIndex } from './index-of-revocations.ts';
import { compare, type Plan } from './rates.ts';

// The verifier by itself, in a process that is held on one processor.

export type VerifierOrder =
  { readonly algorithm: 'ES256' | 'RS256' | 'EdDSA'; readonly plan: Plan } | { readonly entries: number };

export type IndexFigures = ReturnType<typeof measureIndex>;

answerParent(async (order: VerifierOrder): Promise<object> =>
  'entries' in order ? measureIndex(order.entries) : compare(order.algorithm, order.plan),
);
