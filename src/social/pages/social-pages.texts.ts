import type { FlowError } from '../providers/upstream-failure.js';

/** What the page tells people, by the codes of refusals. The words of the API are for developers, and English. */
type SignInErrors = Readonly<
  Record<
    | FlowError
    | 'not_begun_here'
    | 'invalid_social_code'
    | 'outdated_sign_in'
    | 'too_many_requests'
    | 'cookie_mode_needs_https'
    | 'blocked'
    | 'otherwise',
    string
  >
>;

interface Refusal {
  readonly title: string;
  readonly text: string;
}

export interface SocialTexts {
  readonly title: string;
  readonly intro: string;
  /** With a place for the name of the provider. */
  readonly with: string;
  readonly doneTitle: string;
  /** With a place for the name of whoever has signed in. */
  readonly done: string;
  readonly signOut: string;
  readonly signedOut: string;
  readonly errors: SignInErrors;
  readonly refusals: {
    readonly over: Refusal;
    readonly unknownProvider: Refusal;
    readonly later: Refusal;
    readonly badLink: Refusal;
  };
  readonly again: string;
  /** With a place for the code and the id of the request. */
  readonly forOperators: string;
}

const EN: SocialTexts = {
  title: 'Sign in',
  intro: 'Choose where you have an account.',
  with: 'Continue with {provider}',
  doneTitle: 'You are signed in',
  done: 'As {name}.',
  signOut: 'Sign out',
  signedOut: 'You are signed out.',
  errors: {
    access_denied: 'The sign-in was called off there.',
    provider_unavailable: 'The provider cannot be reached right now. Try again in a moment.',
    provider_error:
      'The answer of the provider could not be used. If it happens again, tell whoever runs this service.',
    email_missing: 'The provider has told no e-mail address of yours, and an account here needs one.',
    email_unproven: 'Confirm your e-mail address at the provider first.',
    account_exists:
      'There is an account with your e-mail address already. Sign in to it as you usually do, and link the provider there.',
    account_disabled: 'Your account is closed.',
    sign_up_closed: 'No new accounts are made for people who come this way.',
    not_begun_here: 'That sign-in was not begun in this tab. Begin again.',
    invalid_social_code: 'That took too long, or was used already. Begin again.',
    outdated_sign_in: 'Your account was changed in the meantime. Begin again.',
    too_many_requests: 'Too many attempts. Try again later.',
    cookie_mode_needs_https: 'Signing in on this page needs an address that begins with https.',
    blocked:
      'Your browser does not let this page keep anything, or its address is not a secure one. Without that nobody can sign in here.',
    otherwise: 'That did not work. Try again later.',
  },
  refusals: {
    over: {
      title: 'This sign-in is over',
      text: 'It was begun in another browser, was used already, or took too long. You are not signed in by it. Begin again.',
    },
    unknownProvider: {
      title: 'There is no such way to sign in',
      text: 'It is not offered, or not any more. Choose another one.',
    },
    later: { title: 'Not right now', text: 'Too much is going on, or the service is not available. Try again {when}.' },
    badLink: {
      title: 'This link does not work',
      text: 'The application that has sent you here has asked for something that is not possible.',
    },
  },
  again: 'Sign in again',
  forOperators: 'For whoever runs it: {code}, request {id}',
};

const DE: SocialTexts = {
  title: 'Anmelden',
  intro: 'Wählen Sie, wo Sie ein Konto haben.',
  with: 'Weiter mit {provider}',
  doneTitle: 'Sie sind angemeldet',
  done: 'Als {name}.',
  signOut: 'Abmelden',
  signedOut: 'Sie sind abgemeldet.',
  errors: {
    access_denied: 'Die Anmeldung wurde dort abgebrochen.',
    provider_unavailable: 'Der Anbieter ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
    provider_error:
      'Mit der Antwort des Anbieters war nichts anzufangen. Wenn es wieder geschieht, sagen Sie es denen, die diesen Dienst betreiben.',
    email_missing: 'Der Anbieter hat keine E-Mail-Adresse von Ihnen genannt, und ein Konto hier braucht eine.',
    email_unproven: 'Bestätigen Sie zuerst beim Anbieter Ihre E-Mail-Adresse.',
    account_exists:
      'Zu Ihrer E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich darin an wie gewohnt, und verbinden Sie es dort mit dem Anbieter.',
    account_disabled: 'Ihr Konto ist geschlossen.',
    sign_up_closed: 'Für alle, die auf diesem Weg kommen, werden keine neuen Konten angelegt.',
    not_begun_here: 'Diese Anmeldung wurde nicht in diesem Tab begonnen. Beginnen Sie noch einmal.',
    invalid_social_code: 'Das hat zu lange gedauert oder wurde schon benutzt. Beginnen Sie noch einmal.',
    outdated_sign_in: 'Ihr Konto wurde inzwischen geändert. Beginnen Sie noch einmal.',
    too_many_requests: 'Zu viele Versuche. Versuchen Sie es später noch einmal.',
    cookie_mode_needs_https: 'Die Anmeldung auf dieser Seite braucht eine Adresse, die mit https beginnt.',
    blocked:
      'Ihr Browser lässt diese Seite nichts aufbewahren, oder ihre Adresse ist keine sichere. Ohne das kann sich hier niemand anmelden.',
    otherwise: 'Das hat nicht geklappt. Versuchen Sie es später noch einmal.',
  },
  refusals: {
    over: {
      title: 'Diese Anmeldung ist vorbei',
      text: 'Sie wurde in einem anderen Browser begonnen, schon benutzt, oder sie hat zu lange gedauert. Sie sind durch sie nicht angemeldet. Beginnen Sie noch einmal.',
    },
    unknownProvider: {
      title: 'Auf diesem Weg kann man sich nicht anmelden',
      text: 'Es gibt ihn nicht oder nicht mehr. Wählen Sie einen anderen.',
    },
    later: {
      title: 'Gerade nicht',
      text: 'Es ist zu viel los, oder der Dienst ist nicht verfügbar. Versuchen Sie es {when} noch einmal.',
    },
    badLink: {
      title: 'Dieser Link geht nicht',
      text: 'Die Anwendung, die Sie hierher geschickt hat, verlangt etwas, das nicht möglich ist.',
    },
  },
  again: 'Noch einmal anmelden',
  forOperators: 'Für den Betrieb: {code}, Anfrage {id}',
};

/** `lang`: one of those that the hosted pages speak. */
export const socialTextsFor = (lang: string): SocialTexts => (lang === 'de' ? DE : EN);
