/** The paths of the development mailbox. They stay at the root, outside the global prefix. */
export const DEV_MAILBOX_ROUTES = ['dev/mail', 'dev/mail/*path'];
