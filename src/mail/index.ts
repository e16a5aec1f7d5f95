export type { Letter, LetterData, Recipient, TemplateName } from './letter.js';
export { assertMailable, UnmailableAddress } from './address.js';
export { DEV_MAILBOX_ROUTES } from './dev-mailbox/routes.js';
export { MailModule } from './mail.module.js';
export { Outbox } from './outbox/outbox.js';
