import { createClient } from '@gatehouse/client';
import { solveProofOfWork } from '@gatehouse/client/challenge';

export const GATEHOUSE = document.querySelector<HTMLMetaElement>('meta[name=gatehouse]')!.content;

/** One for the whole application. The access token is in its memory, the refresh token in a cookie that nobody sees. */
export const client = createClient({ baseUrl: GATEHOUSE, onChallenge: solveProofOfWork });
