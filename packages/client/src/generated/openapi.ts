/** Made from the OpenAPI document by scripts/generate.ts; not to be edited by hand. */
export interface paths {
  '/api/v1/audit/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Security events, newest first
     * @description Reading them is itself an event: `audit.read`.
     */
    get: operations['listAuditEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/account/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Keep an account that you have deleted, by the link in the letter about it
     * @description It is as it was, its password included. Nobody is signed in by it.
     */
    post: operations['restoreAccount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/email/change/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take on a new e-mail address by the link mailed to it, and the password */
    post: operations['confirmEmailChange'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/email/change/request': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask for a link to a new e-mail address of yours
     * @description The address changes only when the link, which goes to the new address, is used. The old one is told.
     */
    post: operations['requestEmailChange'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/email/verification/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Prove an e-mail address by a mailed link */
    post: operations['confirmEmailVerification'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/email/verification/request': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask for a link that proves your e-mail address */
    post: operations['requestEmailVerification'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/identities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Providers that your account can be opened by */
    get: operations['listIdentities'];
    put?: never;
    /**
     * Link what the code stands for to your account
     * @description Only for the account, and by the application, that has begun.
     */
    post: operations['finishLinking'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/identities/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Unlink a provider from your account
     * @description Within ten minutes of signing in. All other sessions end. Never the last way in.
     */
    delete: operations['unlinkIdentity'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/introspect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Whether an access token is good now, and what it says
     * @description RFC 7662, for registered clients. `{"active": false}` for whatever is not a living access token for one of the audiences of the client.
     */
    post: operations['introspect'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/invitation/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Set the first password of an account by an invitation */
    post: operations['acceptInvitation'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in with username or e-mail address and password */
    post: operations['login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login/form': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in by an OAuth 2.0 password form
     * @description For the Authorize dialog of Swagger UI and others that know no other way. Limits and checks are login's.
     */
    post: operations['loginForm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End this session: its tokens are dead at once, at every instance
     * @description In cookie mode the session of the cookie ends, too, and the cookie is cleared. There it works without a living access token.
     */
    post: operations['logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who you are */
    get: operations['me'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/not-me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Say of a notice: this was not me
     * @description Ends all sessions, voids the password and mails a link to a new one to the address of the notice.
     */
    post: operations['reportNotMe'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password/change': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change your own password; all your other sessions end
     * @description No device is known any more but this one: the answer has its token in `X-Device-Token` and in a cookie.
     */
    post: operations['changePassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password/reset/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Set a new password by a mailed link
     * @description Ends every session of the account and proves its e-mail address. No device is known any more but this one: the answer has its token in `X-Device-Token` and in a cookie.
     */
    post: operations['confirmPasswordReset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password/reset/request': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask for a letter with a link to a new password
     * @description The answer is always the same, whether there is such an account or not.
     */
    post: operations['requestPasswordReset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whom people can sign in with */
    get: operations['listProviders'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Trade a refresh token for the next pair
     * @description For a short while the token before the current one is answered with the same successor, so a lost answer loses nothing. A token older than that ends its session.
     */
    post: operations['refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/register': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create your own account
     * @description With `REGISTRATION_DISCLOSURE=hidden` the answer is 202 and the same for every address, and the account is made when the letter is confirmed; `email_taken` is then never said here.
     */
    post: operations['register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/register/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Create the account of a registration by a mailed link */
    post: operations['confirmRegistration'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/revocations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Access tokens that are dead before their time
     * @description For services that verify offline. A JWS of type `revocations+jwt`, signed by a key of the JWK Set, so that caches may carry it: all that is revoked and could still be alive, or with `since` what came after an earlier answer. With `wait` it waits for news. As `text/event-stream` it goes on. docs/tokens.md says what is in it.
     */
    get: operations['getRevocations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give up a token
     * @description RFC 7009. A refresh token takes its session along, so this is a logout without an access token. 200 also for what is dead already.
     */
    post: operations['revoke'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where you are signed in */
    get: operations['listSessions'];
    put?: never;
    post?: never;
    /** Sign out all other devices */
    delete: operations['endSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign out one device */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/social/exchange': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Trade the code of a sign-in with a provider for tokens */
    post: operations['exchangeSocialCode'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/social/{provider}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Go to a provider to sign in there
     * @description For a browser to be sent to. It comes back to `redirect_uri` with a `code`, which works once, for a minute, at `/auth/social/exchange`; or with an `error` of ours. A `state` comes back with both.
     */
    get: operations['startSocialSignIn'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/social/{provider}/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the provider sends people back to */
    get: operations['finishSocialSignIn'];
    put?: never;
    /**
     * The same, for providers that send people back by a form
     * @description A form from another site comes without the cookie that the sign-in is bound to. So it is only sent on to the route that is asked with GET, which comes with it.
     */
    post: operations['finishSocialSignInByForm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/social/{provider}/link': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Go to a provider to link an identity there */
    get: operations['startLinking'];
    put?: never;
    /**
     * Begin to link a provider to your account
     * @description Within ten minutes of signing in. The browser goes to `url`, and comes back as after a sign-in.
     */
    post: operations['beginLinking'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * OAuth 2.0 token endpoint
     * @description RFC 6749. Grants: `client_credentials` for registered clients; `refresh_token`, and `password` where it is allowed, for the first-party application.
     */
    post: operations['token'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/unlock/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make this device a known one by a mailed link
     * @description The answer has the token of the device in `X-Device-Token` and in a cookie. Nobody is signed in by it.
     */
    post: operations['confirmUnlock'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/unlock/request': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask for a letter with a way past the lock of strangers
     * @description The answer is always the same, whether there is such an account or not.
     */
    post: operations['requestUnlock'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/clients': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All registered clients */
    get: operations['listClients'];
    put?: never;
    /**
     * Register a client
     * @description It has no secret yet: add one, or give public keys and let it authenticate by `private_key_jwt`.
     */
    post: operations['createClient'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/clients/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One client */
    get: operations['getClient'];
    put?: never;
    post?: never;
    /** Delete a client, with its secrets and tokens */
    delete: operations['deleteClient'];
    options?: never;
    head?: never;
    /**
     * Change a client
     * @description Access tokens that it has are dead at once.
     */
    patch: operations['changeClient'];
    trace?: never;
  };
  '/api/v1/clients/{id}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Give a client another secret
     * @description Two at the most: bring the new one out, then delete the old one.
     */
    post: operations['addClientSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/clients/{id}/secrets/{secretId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Delete a secret of a client */
    delete: operations['deleteClientSecret'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All roles and what they permit */
    get: operations['listRoles'];
    put?: never;
    /** Create a role out of permissions that you have yourself */
    post: operations['createRole'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/roles/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Delete a role that nobody has */
    delete: operations['deleteRole'];
    options?: never;
    head?: never;
    /**
     * Change what a role permits
     * @description Access tokens of its holders are dead at once; refreshed ones have the new permissions.
     */
    patch: operations['changeRole'];
    trace?: never;
  };
  '/api/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Users, filtered and sorted, page by page */
    get: operations['listUsers'];
    put?: never;
    /**
     * Create a user
     * @description Without a password, an invitation goes out by letter. Roles other than `user` need the permission `roles:assign`.
     */
    post: operations['createUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your own account */
    get: operations['getProfile'];
    /** As PATCH: what is absent stays as it is */
    put: operations['putProfile'];
    post?: never;
    /**
     * Delete your own account
     * @description It is closed at once: all sessions end. Until `deletes_at` the link in the letter restores it; then it is gone for good, with all that tells of you.
     */
    delete: operations['deleteAccount'];
    options?: never;
    head?: never;
    /** Change your own username or full name */
    patch: operations['changeProfile'];
    trace?: never;
  };
  '/api/v1/users/me/activity': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to your own account, newest first */
    get: operations['listActivity'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/me/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Everything that is held about you, as a file
     * @description Without hashes and other secrets; the file says what is left out. So often an hour only. Asking is itself an event of your activity.
     */
    get: operations['exportPersonalData'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/stats/count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many users there are */
    get: operations['countUsers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One user */
    get: operations['getUser'];
    put?: never;
    post?: never;
    /**
     * Close an account at once, and delete it after the grace period
     * @description All its sessions end, and it is there no more but in `GET /users?deleted=true`. The owner is told by letter. After `ACCOUNT_DELETION_GRACE_DAYS` it is gone for good, with all that tells of its owner. What its owner has closed already cannot be restored by them from then on. Not your own account: see `DELETE /users/me`.
     */
    delete: operations['deleteUser'];
    options?: never;
    head?: never;
    /**
     * Change a user
     * @description Changing `roles` needs the permission `roles:assign` and acts on access tokens at once. `is_active: false` ends all sessions at once.
     */
    patch: operations['changeUser'];
    trace?: never;
  };
  '/api/v1/users/{id}/password-reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Mail a user a link to a new password */
    post: operations['sendPasswordReset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Open a closed account again, as it was
     * @description Sessions and links from before stay ended. 404 for an account that is not closed, and when it is too late.
     */
    post: operations['restoreUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where a user is signed in */
    get: operations['listSessionsOfUser'];
    put?: never;
    post?: never;
    /** Sign a user out everywhere */
    delete: operations['endSessionsOfUser'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ActivityDto: {
      /** Format: date-time */
      at: string;
      /** @description Done by an administrator. Then address and device are theirs, and not told */
      by_administrator: boolean;
      /** @description In the session that asks */
      current_session: boolean;
      /** @example Firefox on Linux */
      device: string | null;
      /** Format: uuid */
      id: string;
      /** @example 203.0.113.7 */
      ip: string | null;
      /** @enum {string} */
      outcome: 'success' | 'failure';
      /** @example Signed in */
      summary: string;
      /** @enum {string} */
      type:
        | 'user.registered'
        | 'user.created'
        | 'user.changed'
        | 'user.deactivated'
        | 'user.activated'
        | 'user.deleted'
        | 'user.restored'
        | 'user.exported'
        | 'user.roles_changed'
        | 'sign_in.succeeded'
        | 'sign_in.failed'
        | 'reauthentication.failed'
        | 'password.changed'
        | 'password.reset_requested'
        | 'password.reset'
        | 'email.verification_requested'
        | 'email.verified'
        | 'email.change_requested'
        | 'email.changed'
        | 'identity.linked'
        | 'identity.unlinked'
        | 'invitation.sent'
        | 'not_me.reported'
        | 'account.unlocked'
        | 'session.ended'
        | 'refresh_token.reused';
    };
    AuditEventDto: {
      /**
       * Format: uuid
       * @description Who did it, where that is somebody else
       */
      actor_id: string | null;
      /** Format: date-time */
      at: string;
      client_id: string | null;
      /**
       * @example {
       *       "method": "pwd"
       *     }
       */
      detail: {
        [key: string]: unknown;
      };
      /** @description What told of a person has been removed, on request or because of its age */
      erased: boolean;
      /** @description SHA-256 over this record and the hash before it, hexadecimal */
      hash: string;
      /** Format: uuid */
      id: string;
      /** @example 203.0.113.7 */
      ip: string | null;
      /** @enum {string} */
      outcome: 'success' | 'failure';
      /** @description Finds the lines of the log */
      request_id: string | null;
      /**
       * @description Its place in the chain
       * @example 42
       */
      seq: number;
      /** Format: uuid */
      session_id: string | null;
      /** @example sign_in.succeeded */
      type: string;
      user_agent: string | null;
      /**
       * Format: uuid
       * @description Whom it happened to, or a pseudonym
       */
      user_id: string | null;
    };
    CallbackFormDto: {
      code?: string;
      error?: string;
      iss?: string;
      state: string;
      user?: string;
    };
    ChangeClientDto: {
      /**
       * @description Whom its tokens are for, and as whom it may ask about tokens
       * @example [
       *       "orders"
       *     ]
       */
      audiences?: string[];
      grants?: 'client_credentials'[];
      /** @description false: it is not known any more, and its tokens are dead */
      is_active?: boolean;
      /** @description Public keys for `private_key_jwt` */
      jwks?: Record<string, never> | null;
      /** @example orders */
      name?: string;
      /**
       * @description What its tokens may say
       * @example [
       *       "orders:read"
       *     ]
       */
      scopes?: string[];
    };
    ChangeEmailDto: {
      /** Format: password */
      current_password: string;
      /**
       * Format: email
       * @example ada@example.org
       */
      new_email: string;
    };
    ChangePasswordDto: {
      /** Format: password */
      current_password: string;
      /**
       * Format: password
       * @example a long phrase of your own
       */
      new_password: string;
    };
    ChangeProfileDto: {
      /** @example Ada Lovelace */
      full_name?: string | null;
      /** @example ada */
      username?: string;
    };
    ChangeRoleDto: {
      /** @example Answers questions */
      description?: string;
      /**
       * @example [
       *       "users:read",
       *       "tickets:write"
       *     ]
       */
      permissions?: string[];
    };
    ChangeUserDto: {
      /** @example Ada Lovelace */
      full_name?: string | null;
      /** @description false ends all sessions of the user at once */
      is_active?: boolean;
      /**
       * @example [
       *       "user"
       *     ]
       */
      roles?: string[];
      /** @example ada */
      username?: string;
    };
    CheckDto: {
      /**
       * @description How long the answer took, in milliseconds.
       * @example 1.3
       */
      latency_ms: number;
      /**
       * @example ok
       * @enum {string}
       */
      status: 'ok' | 'unavailable';
    };
    ChecksDto: {
      database: components['schemas']['CheckDto'];
    };
    ClientDto: {
      /**
       * @example [
       *       "orders"
       *     ]
       */
      audiences: string[];
      /** Format: uuid */
      client_id: string;
      /** Format: date-time */
      created_at: string;
      grants: 'client_credentials'[];
      is_active: boolean;
      /** @example null */
      jwks: Record<string, never> | null;
      /** @example orders */
      name: string;
      /**
       * @example [
       *       "orders:read"
       *     ]
       */
      scopes: string[];
      secrets: components['schemas']['ClientSecretDto'][];
      /** Format: date-time */
      updated_at: string;
    };
    ClientSecretDto: {
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      id: string;
    };
    ClientTokenDto: {
      /**
       * @description JWT of type `at+jwt` (RFC 9068)
       * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIs…
       */
      access_token: string;
      /**
       * @description Seconds until the access token ends
       * @example 900
       */
      expires_in: number;
      /**
       * @description What was granted
       * @example orders:read
       */
      scope: string;
      /** @enum {string} */
      token_type: 'bearer';
    };
    ConfirmEmailChangeDto: {
      /**
       * Format: password
       * @description Shows that whoever opens the link also owns the account; an access token of the account does so too. Without either, nothing happens: somebody else may have asked for your address to become theirs.
       */
      password?: string;
      /** @example ght_w7iOz0h… */
      token: string;
    };
    ConfirmRegistrationDto: {
      /**
       * Format: password
       * @description The password of the registration, which shows that whoever opens the link also registered. Without it the account has no password, and the answer has a token to set one with.
       */
      password?: string;
      /** @example ght_w7iOz0h… */
      token: string;
    };
    ConfirmedDto: {
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description Only of a closed account: when it is deleted for good
       */
      deletes_at?: string;
      /**
       * Format: email
       * @example ada@example.org
       */
      email: string;
      /** @example Ada Lovelace */
      full_name: string | null;
      /**
       * Format: uuid
       * @example 019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21
       */
      id: string;
      /** @example true */
      is_active: boolean;
      /**
       * @description The e-mail address is proven
       * @example false
       */
      is_verified: boolean;
      /** Format: date-time */
      last_login_at: string | null;
      /** @description Only without a password: for `/auth/password/reset/confirm` */
      password_reset_token?: string;
      /**
       * @example [
       *       "user"
       *     ]
       */
      roles: string[];
      /** Format: date-time */
      updated_at: string;
      /** @example ada */
      username: string;
    };
    CreateClientDto: {
      /**
       * @description Whom its tokens are for, and as whom it may ask about tokens
       * @example [
       *       "orders"
       *     ]
       */
      audiences?: string[];
      grants?: 'client_credentials'[];
      /** @description Public keys for `private_key_jwt` */
      jwks?: Record<string, never> | null;
      /** @example orders */
      name: string;
      /**
       * @description What its tokens may say
       * @example [
       *       "orders:read"
       *     ]
       */
      scopes?: string[];
    };
    CreateRoleDto: {
      /** @example Answers questions */
      description?: string;
      /** @example support */
      name: string;
      /**
       * @example [
       *       "users:read",
       *       "tickets:write"
       *     ]
       */
      permissions?: string[];
    };
    CreateUserDto: {
      /**
       * Format: email
       * @example ada@example.org
       */
      email: string;
      /** @example Ada Lovelace */
      full_name?: string | null;
      /**
       * Format: password
       * @description Absent: an invitation goes out by letter
       * @example a long phrase of your own
       */
      password?: string;
      /**
       * @example [
       *       "user"
       *     ]
       */
      roles?: string[];
      /** @example ada */
      username: string;
    };
    DeleteAccountDto: {
      /** Format: password */
      current_password: string;
    };
    DeletedAccountDto: {
      /**
       * Format: date-time
       * @description When it is deleted for good
       */
      deletes_at: string;
      /** @example Your account is closed. A letter tells you when it is deleted for good. */
      message: string;
    };
    ExchangeDto: {
      /**
       * @description From the address that the person came back to
       * @example ghc_V3rYl0ng…
       */
      code: string;
      /** @description What the `code_challenge` was made of */
      code_verifier: string;
      /**
       * @description The same as at the start
       * @example https://app.example.org/signed-in
       */
      redirect_uri: string;
    };
    HealthDto: {
      checks: components['schemas']['ChecksDto'];
      /**
       * @example ok
       * @enum {string}
       */
      status: 'ok' | 'unavailable';
    };
    IdentityDto: {
      /** Format: date-time */
      created_at: string;
      /**
       * @description As the provider last told it
       * @example ada@example.org
       */
      email: string | null;
      /** Format: uuid */
      id: string;
      /** Format: date-time */
      last_used_at: string;
      /** @example google */
      provider: string;
    };
    InputFault: {
      /** @example is_email */
      code: string;
      /** @example email must be an email */
      detail: string;
      /**
       * @description JSON Pointer (RFC 6901) to the member.
       * @example /email
       */
      pointer: string;
    };
    IntrospectionDto: {
      active: boolean;
      /**
       * @example [
       *       "pwd"
       *     ]
       */
      amr?: string[];
      /** @description Text where there is one */
      aud?: string[];
      /** @example 1795183514 */
      auth_time?: number;
      /** @example gatehouse */
      client_id?: string;
      email_verified?: boolean;
      /** @example 1795184415 */
      exp?: number;
      /** @example 1795183515 */
      iat?: number;
      /** @example http://localhost:3000 */
      iss?: string;
      jti?: string;
      /**
       * @example [
       *       "user"
       *     ]
       */
      roles?: string[];
      /** @example orders:read */
      scope?: string;
      /** @description The session; not with a client that acts for itself */
      sid?: string;
      /** @description Id of the user, or of the client that acts for itself */
      sub?: string;
      /** @enum {string} */
      token_type?: 'Bearer';
    };
    JwkDto: {
      /** @example ES256 */
      alg: string;
      /** @example P-256 */
      crv?: string;
      e?: string;
      /** @example cWXHxg6P_0cq1zBMXuXXxqYVwGBcGUnO3yT9pBSVmyA */
      kid: string;
      /** @example EC */
      kty: string;
      n?: string;
      /** @example sig */
      use: string;
      x?: string;
      y?: string;
    };
    JwksDto: {
      keys: components['schemas']['JwkDto'][];
    };
    LinkAddressDto: {
      /** @description Send the browser there, within a minute. Works once */
      url: string;
    };
    LinkDto: {
      /** @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM */
      code_challenge: string;
      /** @enum {string} */
      code_challenge_method: 'S256';
      /** @description Exactly one of `SOCIAL_REDIRECT_URIS` */
      redirect_uri: string;
      state?: string;
    };
    LivenessDto: {
      /**
       * @example ok
       * @enum {string}
       */
      status: 'ok';
    };
    LoginDto: {
      /**
       * Format: password
       * @example a long phrase of your own
       */
      password: string;
      /**
       * @description Username or e-mail address
       * @example ada
       */
      username: string;
    };
    LoginFormDto: {
      /** @description Passed over */
      client_id?: string;
      /** @description Passed over */
      client_secret?: string;
      /** @enum {string} */
      grant_type?: 'password';
      /**
       * Format: password
       * @example a long phrase of your own
       */
      password: string;
      /** @description Passed over: a sign-in grants what the roles permit */
      scope?: string;
      /**
       * @description Username or e-mail address
       * @example ada
       */
      username: string;
    };
    MailedTokenDto: {
      /** @example ght_w7iOz0h… */
      token: string;
    };
    MessageDto: {
      /** @example You are signed out. */
      message: string;
    };
    MetadataDto: {
      /**
       * @example [
       *       "client_credentials",
       *       "refresh_token"
       *     ]
       */
      grant_types_supported: string[];
      /** @example http://localhost:3000/api/v1/auth/introspect */
      introspection_endpoint: string;
      /**
       * @example [
       *       "client_secret_basic"
       *     ]
       */
      introspection_endpoint_auth_methods_supported: string[];
      /**
       * @example [
       *       "ES256"
       *     ]
       */
      introspection_endpoint_auth_signing_alg_values_supported: string[];
      /** @example http://localhost:3000 */
      issuer: string;
      /** @example http://localhost:3000/.well-known/jwks.json */
      jwks_uri: string;
      /** @example [] */
      response_types_supported: string[];
      /** @example http://localhost:3000/api/v1/auth/revoke */
      revocation_endpoint: string;
      /**
       * @example [
       *       "client_secret_basic",
       *       "none"
       *     ]
       */
      revocation_endpoint_auth_methods_supported: string[];
      /**
       * @example [
       *       "ES256"
       *     ]
       */
      revocation_endpoint_auth_signing_alg_values_supported: string[];
      /** @example http://localhost:3000/docs */
      service_documentation: string;
      /** @example http://localhost:3000/api/v1/auth/token */
      token_endpoint: string;
      /**
       * @example [
       *       "client_secret_basic",
       *       "none"
       *     ]
       */
      token_endpoint_auth_methods_supported: string[];
      /**
       * @example [
       *       "ES256"
       *     ]
       */
      token_endpoint_auth_signing_alg_values_supported: string[];
    };
    NewSecretDto: {
      /**
       * @description Shown this once
       * @example ghs_9Qf…
       */
      client_secret: string;
      /** Format: uuid */
      id: string;
    };
    OAuthErrorDto: {
      /** @description To be solved, as in the problem `challenge_required` */
      challenge?: Record<string, never>;
      /**
       * @example invalid_grant
       * @enum {string}
       */
      error:
        | 'invalid_request'
        | 'invalid_client'
        | 'invalid_grant'
        | 'unauthorized_client'
        | 'unsupported_grant_type'
        | 'invalid_scope'
        | 'temporarily_unavailable'
        | 'server_error';
      /** @example Wrong name or password */
      error_description?: string;
    };
    /** @description Why a request was refused (RFC 9457). */
    Problem: {
      /**
       * @description Stable. Switch on this.
       * @enum {string}
       */
      code:
        | 'account_disabled'
        | 'beyond_own_permissions'
        | 'built_in_role'
        | 'challenge_required'
        | 'challenge_unavailable'
        | 'client_name_taken'
        | 'client_not_found'
        | 'cookie_mode_needs_https'
        | 'database_unavailable'
        | 'email_taken'
        | 'idempotency_key_in_use'
        | 'idempotency_key_reused'
        | 'identity_not_found'
        | 'identity_taken'
        | 'insufficient_permission'
        | 'internal_error'
        | 'invalid_access_token'
        | 'invalid_credentials'
        | 'invalid_idempotency_key'
        | 'invalid_input'
        | 'invalid_refresh_token'
        | 'invalid_social_code'
        | 'invalid_social_flow'
        | 'invalid_token'
        | 'last_administrator'
        | 'last_way_in'
        | 'malformed_request'
        | 'missing_access_token'
        | 'missing_refresh_token'
        | 'not_found'
        | 'origin_not_allowed'
        | 'outdated_sign_in'
        | 'overloaded'
        | 'own_account'
        | 'password_not_set'
        | 'password_required'
        | 'payload_too_large'
        | 'recent_sign_in_required'
        | 'refresh_token_reused'
        | 'role_in_use'
        | 'role_not_found'
        | 'role_taken'
        | 'secret_not_found'
        | 'service_unavailable'
        | 'session_not_found'
        | 'too_many_requests'
        | 'too_many_secrets'
        | 'unknown_provider'
        | 'unknown_return_address'
        | 'unknown_role'
        | 'unknown_token_transport'
        | 'unmailable_address'
        | 'unsupported_media_type'
        | 'user_not_found'
        | 'username_taken'
        | 'weak_password';
      /** @description What to do about this occurrence. */
      detail?: string;
      /** @description The faults, where the input is not valid. */
      errors?: components['schemas']['InputFault'][];
      /** @description The id of the request, which the log has too. */
      instance?: string;
      /** @description The HTTP status. */
      status: number;
      /** @description The kind of problem in words. */
      title: string;
      /**
       * Format: uri
       * @description Names the kind of problem.
       */
      type: string;
    };
    ProviderDto: {
      /**
       * @description Whose sign it may bear
       * @enum {string}
       */
      kind: 'google' | 'github' | 'microsoft' | 'gitlab' | 'apple' | 'oidc' | 'oauth2';
      /**
       * @description For the button
       * @example Google
       */
      label: string;
      /** @example google */
      name: string;
      /**
       * @description Send people there, with `redirect_uri`, `code_challenge`, `code_challenge_method=S256` and `state`
       * @example https://auth.example.org/api/v1/auth/social/google
       */
      start_url: string;
    };
    RefreshDto: {
      /**
       * @description Needed, but in cookie mode: there the cookie has it, and one that is sent is moved into the cookie
       * @example ghr_AZ3jY0h…
       */
      refresh_token?: string;
    };
    RegisterDto: {
      /**
       * Format: email
       * @example ada@example.org
       */
      email: string;
      /** @example Ada Lovelace */
      full_name?: string | null;
      /**
       * Format: password
       * @example a long phrase of your own
       */
      password: string;
      /** @example ada */
      username: string;
    };
    ResetConfirmDto: {
      /**
       * Format: password
       * @example a long phrase of your own
       */
      new_password: string;
      /** @example ght_w7iOz0h… */
      token: string;
    };
    ResetRequestDto: {
      /**
       * Format: email
       * @example ada@example.org
       */
      email: string;
    };
    RoleDto: {
      /** @description Comes with the service */
      built_in: boolean;
      /** @example May look at users */
      description: string;
      /** @example moderator */
      name: string;
      /**
       * @example [
       *       "users:read",
       *       "roles:read"
       *     ]
       */
      permissions: string[];
    };
    SessionDto: {
      /** Format: date-time */
      created_at: string;
      /** @description The session that is asking */
      current: boolean;
      /** Format: uuid */
      id: string;
      /** @example 203.0.113.7 */
      ip: string | null;
      /** Format: date-time */
      last_used_at: string;
      /** @example Mozilla/5.0 … */
      user_agent: string | null;
    };
    TokenDto: {
      /**
       * @description JWT of type `at+jwt` (RFC 9068)
       * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6…
       */
      access_token: string;
      /**
       * @description Seconds until the access token ends
       * @example 900
       */
      expires_in: number;
      /**
       * @description Opaque. Trade it for the next pair at `/auth/refresh`. Not there with `X-Token-Transport: cookie`: then it is in the cookie
       * @example ghr_AZ3jY0h…
       */
      refresh_token?: string;
      /** @enum {string} */
      token_type: 'bearer';
    };
    TokenParameterDto: {
      /** @description `private_key_jwt`: the assertion */
      client_assertion?: string;
      /** @description `private_key_jwt`: urn:ietf:params:oauth:client-assertion-type:jwt-bearer */
      client_assertion_type?: string;
      /** @description The client. Absent: the first-party application */
      client_id?: string;
      /** @description `client_secret_post` */
      client_secret?: string;
      token: string;
      /** @description `access_token` or `refresh_token`. Not needed: tokens tell themselves */
      token_type_hint?: string;
    };
    TokenRequestDto: {
      /** @description `private_key_jwt`: the assertion */
      client_assertion?: string;
      /** @description `private_key_jwt`: urn:ietf:params:oauth:client-assertion-type:jwt-bearer */
      client_assertion_type?: string;
      /** @description The client. Absent: the first-party application */
      client_id?: string;
      /** @description `client_secret_post` */
      client_secret?: string;
      /** @enum {string} */
      grant_type: 'password' | 'refresh_token' | 'client_credentials';
      /**
       * Format: password
       * @description With grant_type=password
       */
      password?: string;
      /** @description With grant_type=refresh_token */
      refresh_token?: string;
      /** @description With grant_type=client_credentials: some of what the client may. Else passed over: roles decide */
      scope?: string;
      /** @description With grant_type=password: username or e-mail address */
      username?: string;
    };
    UserCountsDto: {
      /** @example 118 */
      active_users: number;
      /**
       * @example {
       *       "admin": 1,
       *       "guest": 0,
       *       "moderator": 2,
       *       "user": 117
       *     }
       */
      by_role: {
        [key: string]: number;
      };
      /** @example 120 */
      total_users: number;
      /** @example 90 */
      verified_users: number;
    };
    UserDto: {
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description Only of a closed account: when it is deleted for good
       */
      deletes_at?: string;
      /**
       * Format: email
       * @example ada@example.org
       */
      email: string;
      /** @example Ada Lovelace */
      full_name: string | null;
      /**
       * Format: uuid
       * @example 019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21
       */
      id: string;
      /** @example true */
      is_active: boolean;
      /**
       * @description The e-mail address is proven
       * @example false
       */
      is_verified: boolean;
      /** Format: date-time */
      last_login_at: string | null;
      /**
       * @example [
       *       "user"
       *     ]
       */
      roles: string[];
      /** Format: date-time */
      updated_at: string;
      /** @example ada */
      username: string;
    };
    VerifiedDto: {
      /** @example The e-mail address is verified. */
      message: string;
      /** @description Only after a take-over: for `/auth/password/reset/confirm` */
      password_reset_token?: string;
    };
    VerifyEmailDto: {
      /**
       * Format: password
       * @description Shows that whoever opens the link also made the account; an access token of the account does so too. Without either, the account is taken over: its password and sessions are void, and the answer has a token to set a new password with.
       */
      password?: string;
      /** @example ght_w7iOz0h… */
      token: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description Seconds to wait (RFC 9110 §10.2.3). */
    'Retry-After': number;
    /** @description What to send, and what was wrong with what was sent (RFC 6750 §3). */
    'WWW-Authenticate': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listAuditEvents: {
    parameters: {
      query?: {
        /** @description How many at the most */
        limit?: number;
        /** @description How many to pass over */
        skip?: number;
        /** @description Where the last page ended: copy it from the `Link` header */
        cursor?: string;
        type?:
          | 'user.registered'
          | 'user.created'
          | 'user.changed'
          | 'user.deactivated'
          | 'user.activated'
          | 'user.deleted'
          | 'user.restored'
          | 'user.roles_changed'
          | 'user.exported'
          | 'users.imported'
          | 'users.exported'
          | 'user.erased'
          | 'role.created'
          | 'role.changed'
          | 'role.deleted'
          | 'sign_in.succeeded'
          | 'sign_in.failed'
          | 'reauthentication.failed'
          | 'password.changed'
          | 'password.reset_requested'
          | 'password.reset'
          | 'email.verification_requested'
          | 'email.verified'
          | 'email.change_requested'
          | 'email.changed'
          | 'identity.linked'
          | 'identity.unlinked'
          | 'identity.tokens_read'
          | 'invitation.sent'
          | 'not_me.reported'
          | 'account.unlocked'
          | 'session.ended'
          | 'refresh_token.reused'
          | 'client.created'
          | 'client.changed'
          | 'client.deleted'
          | 'client.secret_added'
          | 'client.secret_removed'
          | 'client.authentication_failed'
          | 'access.denied'
          | 'rate_limit.exceeded'
          | 'signing_key.rotated'
          | 'signing_key.revoked'
          | 'secret_key.replaced'
          | 'audit.read'
          | 'audit.exported'
          | 'audit.erased'
          | 'audit.expired'
          | 'audit.pruned'
          | 'audit.lost';
        outcome?: 'success' | 'failure';
        /** @description Whom it happened to */
        user_id?: string;
        /** @description Who did it, where that is somebody else */
        actor_id?: string;
        /** @description Within which session */
        session_id?: string;
        /** @description From which address */
        ip?: string;
        /** @description Not before */
        from?: string;
        /** @description Before */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, `rel="next"` (RFC 8288); absent on the last */
          Link?: string;
          /** @description How many there are on all pages */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditEventDto'][];
        };
      };
    };
  };
  restoreAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MailedTokenDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  confirmEmailChange: {
    parameters: {
      query?: never;
      header?: {
        /** @description An access token of the account, in place of the password */
        authorization?: string;
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ConfirmEmailChangeDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  requestEmailChange: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeEmailDto'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  confirmEmailVerification: {
    parameters: {
      query?: never;
      header?: {
        /** @description An access token of the account, in place of the password */
        authorization?: string;
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['VerifyEmailDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VerifiedDto'];
        };
      };
    };
  };
  requestEmailVerification: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  listIdentities: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IdentityDto'][];
        };
      };
    };
  };
  finishLinking: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExchangeDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IdentityDto'];
        };
      };
    };
  };
  unlinkIdentity: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  introspect: {
    parameters: {
      query?: never;
      header?: {
        /** @description HTTP Basic: client id and secret (RFC 6749 §2.3.1) */
        authorization?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['TokenParameterDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['IntrospectionDto'];
        };
      };
    };
  };
  acceptInvitation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResetConfirmDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  login: {
    parameters: {
      query?: never;
      header?: {
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LoginDto'];
        'application/x-www-form-urlencoded': components['schemas']['LoginDto'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenDto'];
        };
      };
    };
  };
  loginForm: {
    parameters: {
      query?: never;
      header?: {
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['LoginFormDto'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenDto'];
        };
      };
    };
  };
  logout: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  me: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  reportNotMe: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MailedTokenDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  changePassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangePasswordDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  confirmPasswordReset: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResetConfirmDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  requestPasswordReset: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResetRequestDto'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  listProviders: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderDto'][];
        };
      };
    };
  };
  refresh: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RefreshDto'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenDto'];
        };
      };
    };
  };
  register: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
      /** @description A letter has to be confirmed first */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  confirmRegistration: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ConfirmRegistrationDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConfirmedDto'];
        };
      };
    };
  };
  getRevocations: {
    parameters: {
      query?: {
        /** @description `cursor` of an earlier answer. Without it: everything */
        since?: string;
        /** @description Seconds */
        wait?: number;
      };
      header?: {
        /** @description A cursor as ETag: as `since`, and 304 for no news */
        'if-none-match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A signed document, or a stream of them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/jwt': string;
          'text/event-stream': string;
        };
      };
    };
  };
  revoke: {
    parameters: {
      query?: never;
      header?: {
        /** @description HTTP Basic: client id and secret (RFC 6749 §2.3.1) */
        authorization?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['TokenParameterDto'];
      };
    };
    responses: {
      /** @description The token is dead. There is no body */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listSessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionDto'][];
        };
      };
    };
  };
  endSessions: {
    parameters: {
      query?: {
        /** @description End the session that is asking, too */
        include_current?: boolean;
      };
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  exchangeSocialCode: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExchangeDto'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description In cookie mode: the refresh token, as `__Host-gatehouse_refresh` (`gatehouse_refresh` over http on loopback), with Path=/, HttpOnly, Secure and SameSite=Strict. */
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenDto'];
        };
      };
    };
  };
  startSocialSignIn: {
    parameters: {
      query: {
        /** @description Where to come back to: exactly one of `SOCIAL_REDIRECT_URIS` */
        redirect_uri: string;
        /** @description BASE64URL(SHA-256(code_verifier)); whoever has the verifier gets the tokens */
        code_challenge: string;
        code_challenge_method: 'S256';
        /** @description Comes back unchanged: check it */
        state?: string;
      };
      header?: never;
      path: {
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: never;
  };
  finishSocialSignIn: {
    parameters: {
      query: {
        state: string;
        code?: string;
        iss?: string;
        error?: string;
      };
      header?: never;
      path: {
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: never;
  };
  finishSocialSignInByForm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        provider: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['CallbackFormDto'];
      };
    };
    responses: never;
  };
  startLinking: {
    parameters: {
      query: {
        /** @description From `POST /auth/social/{provider}/link`; works once */
        ticket: string;
      };
      header?: never;
      path: {
        provider: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: never;
  };
  beginLinking: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        provider: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LinkDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LinkAddressDto'];
        };
      };
    };
  };
  token: {
    parameters: {
      query?: never;
      header?: {
        /** @description HTTP Basic: client id and secret (RFC 6749 §2.3.1) */
        authorization?: string;
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['TokenRequestDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenDto'] | components['schemas']['ClientTokenDto'];
        };
      };
    };
  };
  confirmUnlock: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['MailedTokenDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  requestUnlock: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResetRequestDto'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  listClients: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientDto'][];
        };
      };
    };
  };
  createClient: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateClientDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientDto'];
        };
      };
    };
  };
  getClient: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientDto'];
        };
      };
    };
  };
  deleteClient: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changeClient: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeClientDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientDto'];
        };
      };
    };
  };
  addClientSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewSecretDto'];
        };
      };
    };
  };
  deleteClientSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        secretId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listRoles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoleDto'][];
        };
      };
    };
  };
  createRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateRoleDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoleDto'];
        };
      };
    };
  };
  deleteRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changeRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeRoleDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RoleDto'];
        };
      };
    };
  };
  listUsers: {
    parameters: {
      query?: {
        /** @description How many at the most */
        limit?: number;
        /** @description How many to pass over */
        skip?: number;
        /** @description Where the last page ended: copy it from the `Link` header */
        cursor?: string;
        /** @description Part of the username, e-mail address or name */
        q?: string;
        /** @description Only holders of this role */
        role?: string;
        is_active?: boolean;
        /** @description Closed accounts, which are to be deleted, instead */
        deleted?: boolean;
        sort?: 'created_at' | '-created_at' | 'username' | '-username' | 'email' | '-email';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, `rel="next"` (RFC 8288); absent on the last */
          Link?: string;
          /** @description How many there are on all pages */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'][];
        };
      };
    };
  };
  createUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateUserDto'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  getProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  putProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeProfileDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  deleteAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description The solution of the `challenge` in an answer `challenge_required` */
        'X-Challenge-Response'?: string;
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeleteAccountDto'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeletedAccountDto'];
        };
      };
    };
  };
  changeProfile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeProfileDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  listActivity: {
    parameters: {
      query?: {
        /** @description How many at the most */
        limit?: number;
        /** @description How many to pass over */
        skip?: number;
        /** @description Where the last page ended: copy it from the `Link` header */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, `rel="next"` (RFC 8288); absent on the last */
          Link?: string;
          /** @description How many there are on all pages */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ActivityDto'][];
        };
      };
    };
  };
  exportPersonalData: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            account: {
              [key: string]: unknown;
            };
            /** Format: date-time */
            exported_at: string;
            /** @description What is held and not in here, and why */
            left_out: string[];
          } & {
            [key: string]: {
              [key: string]: unknown;
            }[];
          };
        };
      };
    };
  };
  countUsers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserCountsDto'];
        };
      };
    };
  };
  getUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  deleteUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  changeUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeUserDto'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  sendPasswordReset: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MessageDto'];
        };
      };
    };
  };
  restoreUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserDto'];
        };
      };
    };
  };
  listSessionsOfUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionDto'][];
        };
      };
    };
  };
  endSessionsOfUser: {
    parameters: {
      query?: never;
      header?: {
        /** @description How the refresh token travels. `cookie`, for browsers: in an HttpOnly cookie, which no script reads; Origin must be allowed. docs/browsers.md */
        'X-Token-Transport'?: 'body' | 'cookie';
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
