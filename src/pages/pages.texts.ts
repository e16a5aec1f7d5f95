import type { PageField, PageName } from './pages.content.js';
import { REFUSALS_DE, REFUSALS_EN, type RefusalTexts } from './refusals.texts.js';

interface PageTexts {
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly done: string;
  readonly doneTitle: string;
  /** What else to say to somebody whose link is void. */
  readonly otherwise?: string;
}

export interface Texts {
  readonly pages: Readonly<Record<PageName, PageTexts>>;
  readonly fields: Readonly<Record<PageField['name'], string>>;
  /** What the API refuses, by its codes: its own words are for developers, and English. */
  readonly errors: RefusalTexts;
  readonly show: string;
  readonly hide: string;
  readonly working: string;
  readonly noTokenTitle: string;
  readonly noToken: string;
  readonly voidTitle: string;
  readonly offline: string;
  readonly noScript: string;
  readonly passwordOrBox: string;
  readonly askAgain: string;
  readonly newPassword: string;
  readonly takeOver: string;
  readonly continueTo: string;
}

const EN: Texts = {
  pages: {
    'forgot-password': {
      title: 'Forgot your password?',
      intro: 'Enter the e-mail address of your account. We will send you a link to a new password.',
      button: 'Send the link',
      done: 'If there is an account with this address, a letter is on its way to it.',
      doneTitle: 'Look into your mail',
    },
    'reset-password': {
      title: 'Choose a new password',
      intro: 'A long phrase of your own is best. You will be signed out everywhere.',
      button: 'Set the password',
      done: 'You can sign in with it now.',
      doneTitle: 'Your new password is set',
    },
    'accept-invitation': {
      title: 'Welcome',
      intro: 'An account was made for you. Choose a password to use it: a long phrase of your own is best.',
      button: 'Set the password',
      done: 'You can sign in with your e-mail address and this password now.',
      doneTitle: 'Your account is ready',
      otherwise: 'If you have set a password already, sign in with it.',
    },
    'verify-email': {
      title: 'Confirm your e-mail address',
      intro: 'Enter the password that you chose when you made the account.',
      button: 'Confirm',
      done: 'It belongs to your account from now on.',
      doneTitle: 'Your e-mail address is confirmed',
      otherwise: 'If you have confirmed your address already, all is well.',
    },
    'confirm-registration': {
      title: 'Confirm your registration',
      intro: 'Enter the password that you chose when you registered.',
      button: 'Create the account',
      done: 'You can sign in with your password now.',
      doneTitle: 'Your account is ready',
      otherwise: 'If you have confirmed your registration already, all is well: sign in with your password.',
    },
    'confirm-email': {
      title: 'Confirm your new e-mail address',
      intro: 'Enter the password of your account. From then on letters about it go to this address.',
      button: 'Confirm',
      done: 'Letters about your account go to this address from now on.',
      doneTitle: 'Your new e-mail address is confirmed',
      otherwise: 'If you have confirmed your address already, all is well. Else change it in your account once more.',
    },
    'not-me': {
      title: 'This was not you?',
      intro:
        'We will sign out everybody from your account and make its password void, so that nobody gets in with it. You get a letter with a link to a new one.',
      button: 'Secure my account',
      done: 'Everybody is signed out, and the old password is void. A letter with a link to a new one is on its way.',
      doneTitle: 'Your account is secured',
      otherwise: 'If you have used the link already, look for the letter with the link to a new password.',
    },
    'request-unlock': {
      title: 'Cannot sign in on this device?',
      intro:
        'Somebody may have tried many passwords for your account. Enter its e-mail address. We will send you a link that lets this device in all the same.',
      button: 'Send the link',
      done: 'If there is an account with this address, a letter is on its way to it. Open its link on this device.',
      doneTitle: 'Look into your mail',
    },
    unlock: {
      title: 'Sign in on this device',
      intro: 'Somebody has tried many passwords for your account. This lets you in on this device all the same.',
      button: 'Unlock this device',
      done: 'You can sign in on it with your password now.',
      doneTitle: 'This device is unlocked',
    },
    'restore-account': {
      title: 'Keep your account?',
      intro: 'Your account is closed and is to be deleted. This opens it again, as it was.',
      button: 'Keep my account',
      done: 'You can sign in as before. If it was not you who deleted it, choose a new password now.',
      doneTitle: 'Your account is open again',
      otherwise: 'If you have opened your account already, all is well: sign in as before.',
    },
  },
  fields: { email: 'E-mail address', new_password: 'New password', password: 'Password' },
  errors: REFUSALS_EN,
  show: 'Show',
  hide: 'Hide',
  working: 'One moment …',
  noTokenTitle: 'Open the link in the letter again',
  noToken: 'This page works with the link in a letter only. When it is loaded again, it no longer knows the link.',
  voidTitle: 'This link no longer works',
  offline: 'The service cannot be reached. Try again in a moment.',
  noScript: 'This page needs JavaScript. Allow it in your browser and load the page again.',
  passwordOrBox: 'Enter the password, or tick the box below.',
  askAgain: 'Ask for another link',
  newPassword: 'It was not me: choose a new password',
  takeOver: 'I did not make this account, or do not know its password',
  continueTo: 'Continue to {brand}',
};

const DE: Texts = {
  pages: {
    'forgot-password': {
      title: 'Passwort vergessen?',
      intro: 'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir schicken Ihnen einen Link zu einem neuen Passwort.',
      button: 'Link schicken',
      done: 'Wenn es ein Konto mit dieser Adresse gibt, ist ein Brief dorthin unterwegs.',
      doneTitle: 'Sehen Sie in Ihr Postfach',
    },
    'reset-password': {
      title: 'Neues Passwort wählen',
      intro: 'Am besten ist ein langer eigener Satz. Sie werden überall abgemeldet.',
      button: 'Passwort setzen',
      done: 'Sie können sich jetzt damit anmelden.',
      doneTitle: 'Ihr neues Passwort ist gesetzt',
    },
    'accept-invitation': {
      title: 'Willkommen',
      intro: 'Für Sie wurde ein Konto angelegt. Wählen Sie ein Passwort dafür: am besten einen langen eigenen Satz.',
      button: 'Passwort setzen',
      done: 'Sie können sich jetzt mit Ihrer E-Mail-Adresse und diesem Passwort anmelden.',
      doneTitle: 'Ihr Konto ist bereit',
      otherwise: 'Wenn Sie schon ein Passwort gesetzt haben, melden Sie sich damit an.',
    },
    'verify-email': {
      title: 'E-Mail-Adresse bestätigen',
      intro: 'Geben Sie das Passwort ein, das Sie beim Anlegen des Kontos gewählt haben.',
      button: 'Bestätigen',
      done: 'Sie gehört jetzt zu Ihrem Konto.',
      doneTitle: 'Ihre E-Mail-Adresse ist bestätigt',
      otherwise: 'Wenn Sie Ihre Adresse schon bestätigt haben, ist alles in Ordnung.',
    },
    'confirm-registration': {
      title: 'Registrierung bestätigen',
      intro: 'Geben Sie das Passwort ein, das Sie bei der Registrierung gewählt haben.',
      button: 'Konto anlegen',
      done: 'Sie können sich jetzt mit Ihrem Passwort anmelden.',
      doneTitle: 'Ihr Konto ist bereit',
      otherwise:
        'Wenn Sie Ihre Registrierung schon bestätigt haben, ist alles in Ordnung: Melden Sie sich mit Ihrem Passwort an.',
    },
    'confirm-email': {
      title: 'Neue E-Mail-Adresse bestätigen',
      intro: 'Geben Sie das Passwort Ihres Kontos ein. Briefe dazu gehen danach an diese Adresse.',
      button: 'Bestätigen',
      done: 'Briefe zu Ihrem Konto gehen jetzt an diese Adresse.',
      doneTitle: 'Ihre neue E-Mail-Adresse ist bestätigt',
      otherwise:
        'Wenn Sie Ihre Adresse schon bestätigt haben, ist alles in Ordnung. Sonst ändern Sie sie in Ihrem Konto noch einmal.',
    },
    'not-me': {
      title: 'Das waren nicht Sie?',
      intro:
        'Wir melden alle von Ihrem Konto ab und machen sein Passwort ungültig, damit niemand mehr damit hineinkommt. Sie bekommen einen Brief mit einem Link zu einem neuen.',
      button: 'Konto sichern',
      done: 'Alle sind abgemeldet, und das alte Passwort gilt nicht mehr. Ein Brief mit einem Link zu einem neuen ist unterwegs.',
      doneTitle: 'Ihr Konto ist gesichert',
      otherwise: 'Wenn Sie den Link schon benutzt haben, suchen Sie den Brief mit dem Link zu einem neuen Passwort.',
    },
    'request-unlock': {
      title: 'Anmelden auf diesem Gerät geht nicht?',
      intro:
        'Vielleicht hat jemand viele Passwörter für Ihr Konto probiert. Geben Sie seine E-Mail-Adresse ein. Wir schicken Ihnen einen Link, mit dem Sie auf diesem Gerät trotzdem hineinkommen.',
      button: 'Link schicken',
      done: 'Wenn es ein Konto mit dieser Adresse gibt, ist ein Brief dorthin unterwegs. Öffnen Sie seinen Link auf diesem Gerät.',
      doneTitle: 'Sehen Sie in Ihr Postfach',
    },
    unlock: {
      title: 'Auf diesem Gerät anmelden',
      intro: 'Jemand hat viele Passwörter für Ihr Konto probiert. Auf diesem Gerät kommen Sie trotzdem hinein.',
      button: 'Gerät freigeben',
      done: 'Sie können sich jetzt darauf mit Ihrem Passwort anmelden.',
      doneTitle: 'Dieses Gerät ist freigegeben',
    },
    'restore-account': {
      title: 'Konto behalten?',
      intro: 'Ihr Konto ist geschlossen und soll gelöscht werden. Hier öffnen Sie es wieder, wie es war.',
      button: 'Konto behalten',
      done: 'Sie können sich anmelden wie zuvor. Wenn nicht Sie es gelöscht haben, wählen Sie jetzt ein neues Passwort.',
      doneTitle: 'Ihr Konto ist wieder offen',
      otherwise: 'Wenn Sie Ihr Konto schon geöffnet haben, ist alles in Ordnung: Melden Sie sich an wie zuvor.',
    },
  },
  fields: { email: 'E-Mail-Adresse', new_password: 'Neues Passwort', password: 'Passwort' },
  errors: REFUSALS_DE,
  show: 'Zeigen',
  hide: 'Verbergen',
  working: 'Einen Moment …',
  noTokenTitle: 'Öffnen Sie den Link im Brief noch einmal',
  noToken: 'Diese Seite geht nur mit dem Link aus einem Brief. Wird sie neu geladen, kennt sie ihn nicht mehr.',
  voidTitle: 'Dieser Link gilt nicht mehr',
  offline: 'Der Dienst ist nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  noScript: 'Diese Seite braucht JavaScript. Erlauben Sie es in Ihrem Browser und laden Sie die Seite neu.',
  passwordOrBox: 'Geben Sie das Passwort ein, oder setzen Sie unten das Häkchen.',
  askAgain: 'Einen neuen Link anfordern',
  newPassword: 'Das war nicht ich: ein neues Passwort wählen',
  takeOver: 'Ich habe dieses Konto nicht angelegt oder kenne sein Passwort nicht',
  continueTo: 'Weiter zu {brand}',
};

const ALL: Readonly<Record<string, Texts>> = { en: EN, de: DE };

/** The texts for a language tag such as `de-AT`; English where we do not speak it. */
export function textsFor(locale: string): { readonly lang: string; readonly texts: Texts } {
  const language = locale.slice(0, 2).toLowerCase();
  return Object.hasOwn(ALL, language) ? { lang: language, texts: ALL[language]! } : { lang: 'en', texts: EN };
}
