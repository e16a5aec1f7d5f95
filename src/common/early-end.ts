import { constants } from 'node:os';

/** Until there is something to close. Said outright, because the first process of a container is spared the default. */
const leaveAtOnce = () => process.exit(128 + constants.signals.SIGTERM);
process.once('SIGTERM', leaveAtOnce);

/** From here on somebody else hears SIGTERM. */
export function leaveLater(): void {
  process.off('SIGTERM', leaveAtOnce);
}
