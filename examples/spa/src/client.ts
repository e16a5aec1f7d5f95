import { createClient } from '@gatehouse/client';
import { solveProofOfWork } from '@gatehouse/client/challenge';
import { createSocial } from '@gatehouse/client/social';

export const GATEHOUSE = document.querySelector<HTMLMetaElement>('meta[name=gatehouse]')!.content;

/** One for the whole application. The access token is in its memory, the refresh token in a cookie that nobody sees. */
export const client = createClient({ baseUrl: GATEHOUSE, onChallenge: solveProofOfWork });

/** Where people come back to from a provider: this address is one of Gatehouse's SOCIAL_REDIRECT_URIS. */
export const RETURN_PATH = '/signed-in';
export const social = createSocial(client, { redirectUri: RETURN_PATH });
