import type { AnswerOf, CallOptions, User } from '../api/routes.js';
import type { Page } from './page.js';

export type Provider = AnswerOf<'GET /auth/providers'>[number];
export type Identity = AnswerOf<'GET /auth/identities'>[number];

export interface SocialOptions {
  /** Where people come back to: to the letter one of the service's `SOCIAL_REDIRECT_URIS`, or its path on this origin. */
  readonly redirectUri: string;
  /** Replaces the browser's. */
  readonly page?: Page;
}

export interface DepartureOptions extends CallOptions {
  /** A path of yours, given back when it is over: where they were. */
  readonly returnTo?: string | undefined;
}

/** What was begun. */
export interface Attempt {
  readonly kind: 'sign-in' | 'link';
  /** Name of the provider. */
  readonly provider: string;
  readonly returnTo?: string | undefined;
}

export type Completed =
  | (Attempt & { readonly kind: 'sign-in'; readonly user: User })
  | (Attempt & { readonly kind: 'link'; readonly identity: Identity });

export interface Social {
  /** Whom people can sign in with: a button for each. Empty where none is configured. */
  providers(options?: CallOptions): Promise<readonly Provider[]>;
  /** Leaves the page for the provider's. */
  signInWith(provider: Provider | string, options?: DepartureOptions): Promise<void>;
  /**
   * On the page that people come back to, as early as can be: takes code and state out of the address at once, and signs in
   * or links. Undefined where the address says nothing of the kind. However often it is called, it is done once.
   */
  completeSocialSignIn(options?: CallOptions): Promise<Completed | undefined>;
  /** What has come back to this page, also where it came to nothing. */
  readonly attempt: Attempt | undefined;

  /** By which providers the own account can be opened. */
  identities(options?: CallOptions): Promise<readonly Identity[]>;
  /** Leaves the page, as `signInWith`. Within ten minutes of signing in, else `recent_sign_in_required`. */
  link(provider: Provider | string, options?: DepartureOptions): Promise<void>;
  /** Likewise. Never the last way in: `last_way_in`. */
  unlink(id: string, options?: CallOptions): Promise<void>;
}
