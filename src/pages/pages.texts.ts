import type { PageField, PageName } from './pages.content.js';

interface PageTexts {
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly done: string;
}

interface Texts {
  readonly pages: Readonly<Record<PageName, PageTexts>>;
  readonly fields: Readonly<Record<PageField['name'], string>>;
  readonly show: string;
  readonly working: string;
  readonly noToken: string;
  readonly offline: string;
  readonly noScript: string;
  readonly askAgain: string;
  readonly newPassword: string;
  readonly takeOver: string;
}

const EN: Texts = {
  pages: {
    'forgot-password': {
      title: 'Forgot your password?',
      intro: 'Enter the e-mail address of your account. We will send you a link to a new password.',
      button: 'Send the link',
      done: 'If there is an account with this address, a letter is on its way. Look into your mail.',
    },
    'reset-password': {
      title: 'Choose a new password',
      intro: 'A long phrase of your own is best. You will be signed out everywhere.',
      button: 'Set the password',
      done: 'Your password is set. You can sign in with it now.',
    },
    'accept-invitation': {
      title: 'Welcome',
      intro: 'An account was made for you. Choose a password to use it: a long phrase of your own is best.',
      button: 'Set the password',
      done: 'Your password is set. You can sign in with it now.',
    },
    'verify-email': {
      title: 'Confirm your e-mail address',
      intro: 'Enter the password that you chose when you made the account.',
      button: 'Confirm',
      done: 'Your e-mail address is confirmed.',
    },
    'confirm-registration': {
      title: 'Confirm your registration',
      intro: 'Enter the password that you chose when you registered.',
      button: 'Create the account',
      done: 'Your account is ready. You can sign in with it now.',
    },
    'confirm-email': {
      title: 'Confirm your new e-mail address',
      intro: 'Enter the password of your account. From then on letters about it go to this address.',
      button: 'Confirm',
      done: 'Your new e-mail address is confirmed.',
    },
    'not-me': {
      title: 'This was not you?',
      intro: 'We will sign out everybody from your account, and send you a link to a new password.',
      button: 'Secure my account',
      done: 'Everybody is signed out. A letter with a link to a new password is on its way.',
    },
    unlock: {
      title: 'Sign in on this device',
      intro: 'Somebody has tried many passwords for your account. This lets you in on this device all the same.',
      button: 'Unlock this device',
      done: 'Done. You can sign in on this device now.',
    },
    'restore-account': {
      title: 'Keep your account?',
      intro: 'Your account is closed and is to be deleted. This opens it again, as it was.',
      button: 'Keep my account',
      done: 'Your account is open again. You can sign in as before. If it was not you who deleted it, choose a new password now.',
    },
  },
  fields: { email: 'E-mail address', new_password: 'New password', password: 'Password' },
  show: 'Show',
  working: 'One moment …',
  noToken: 'This page is opened by a link in a letter. The link is not complete.',
  offline: 'The service cannot be reached. Try again in a moment.',
  noScript: 'This page needs JavaScript.',
  askAgain: 'Ask for another link',
  newPassword: 'It was not me: choose a new password afterwards',
  takeOver: 'I did not make this account, or do not know its password',
};

const DE: Texts = {
  pages: {
    'forgot-password': {
      title: 'Passwort vergessen?',
      intro: 'Gib die E-Mail-Adresse deines Kontos ein. Wir schicken dir einen Link zu einem neuen Passwort.',
      button: 'Link schicken',
      done: 'Wenn es ein Konto mit dieser Adresse gibt, ist ein Brief unterwegs. Sieh in deine E-Mails.',
    },
    'reset-password': {
      title: 'Neues Passwort wählen',
      intro: 'Am besten ist ein langer eigener Satz. Du wirst überall abgemeldet.',
      button: 'Passwort setzen',
      done: 'Dein Passwort ist gesetzt. Du kannst dich jetzt damit anmelden.',
    },
    'accept-invitation': {
      title: 'Willkommen',
      intro: 'Für dich wurde ein Konto angelegt. Wähle ein Passwort dafür: am besten einen langen eigenen Satz.',
      button: 'Passwort setzen',
      done: 'Dein Passwort ist gesetzt. Du kannst dich jetzt damit anmelden.',
    },
    'verify-email': {
      title: 'E-Mail-Adresse bestätigen',
      intro: 'Gib das Passwort ein, das du beim Anlegen des Kontos gewählt hast.',
      button: 'Bestätigen',
      done: 'Deine E-Mail-Adresse ist bestätigt.',
    },
    'confirm-registration': {
      title: 'Registrierung bestätigen',
      intro: 'Gib das Passwort ein, das du bei der Registrierung gewählt hast.',
      button: 'Konto anlegen',
      done: 'Dein Konto ist bereit. Du kannst dich jetzt anmelden.',
    },
    'confirm-email': {
      title: 'Neue E-Mail-Adresse bestätigen',
      intro: 'Gib das Passwort deines Kontos ein. Briefe dazu gehen danach an diese Adresse.',
      button: 'Bestätigen',
      done: 'Deine neue E-Mail-Adresse ist bestätigt.',
    },
    'not-me': {
      title: 'Das warst nicht du?',
      intro: 'Wir melden alle von deinem Konto ab und schicken dir einen Link zu einem neuen Passwort.',
      button: 'Konto sichern',
      done: 'Alle sind abgemeldet. Ein Brief mit einem Link zu einem neuen Passwort ist unterwegs.',
    },
    unlock: {
      title: 'Auf diesem Gerät anmelden',
      intro: 'Jemand hat viele Passwörter für dein Konto probiert. Auf diesem Gerät kommst du trotzdem hinein.',
      button: 'Gerät freigeben',
      done: 'Fertig. Du kannst dich jetzt auf diesem Gerät anmelden.',
    },
    'restore-account': {
      title: 'Konto behalten?',
      intro: 'Dein Konto ist geschlossen und soll gelöscht werden. Hier öffnest du es wieder, wie es war.',
      button: 'Konto behalten',
      done: 'Dein Konto ist wieder offen. Du kannst dich anmelden wie zuvor. Wenn nicht du es gelöscht hast, wähle jetzt ein neues Passwort.',
    },
  },
  fields: { email: 'E-Mail-Adresse', new_password: 'Neues Passwort', password: 'Passwort' },
  show: 'Zeigen',
  working: 'Einen Moment …',
  noToken: 'Diese Seite wird über einen Link in einem Brief geöffnet. Der Link ist nicht vollständig.',
  offline: 'Der Dienst ist nicht erreichbar. Versuche es gleich noch einmal.',
  noScript: 'Diese Seite braucht JavaScript.',
  askAgain: 'Einen neuen Link anfordern',
  newPassword: 'Das war nicht ich: danach ein neues Passwort wählen',
  takeOver: 'Ich habe dieses Konto nicht angelegt oder kenne sein Passwort nicht',
};

const ALL: Readonly<Record<string, Texts>> = { en: EN, de: DE };

/** The texts for a language tag such as `de-AT`; English where we do not speak it. */
export function textsFor(locale: string): { readonly lang: string; readonly texts: Texts } {
  const language = locale.slice(0, 2).toLowerCase();
  return Object.hasOwn(ALL, language) ? { lang: language, texts: ALL[language]! } : { lang: 'en', texts: EN };
}
