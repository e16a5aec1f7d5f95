/** What a script can go by. */
export const DONE = 0;
/** It could not be done, or something is wrong; the reason is on stderr. */
export const FAILED = 1;
/** The command was not understood, and nothing was done. */
export const MISUSED = 2;
