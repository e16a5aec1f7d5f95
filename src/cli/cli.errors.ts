/** The command line does not make sense. Nothing was done. */
export class UsageError extends Error {}

/** It cannot be done as things are. The message is all that the operator needs. */
export class CommandFailed extends Error {}
