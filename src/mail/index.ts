export type { Letter, LetterData, Recipient, TemplateName } from './letter.js';
export { assertMailable, UnmailableAddress } from './address.js';
export { mailboxIsAt } from './dev-mailbox/mailbox-is-at.js';
export { DEV_MAILBOX_ROUTES } from './dev-mailbox/routes.js';
export { countFormerLetters, LetterResealing } from './outbox/letter-resealing.js';
export { LetterSeal } from './outbox/letter-seal.js';
export { MailModule } from './mail.module.js';
export { Outbox } from './outbox/outbox.js';
