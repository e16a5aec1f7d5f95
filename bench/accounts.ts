import { moveIn } from './accounts/import.ts';
import { outbox } from './accounts/outbox.ts';
import { siege } from './accounts/siege.ts';
import { signIn } from './accounts/sign-in.ts';
import { smtpAway } from './accounts/smtp-away.ts';
import { userList } from './accounts/user-list.ts';
import { runParts } from './parts/program.ts';

await runParts({
  block: 'bench:accounts',
  title: 'Accounts',
  parts: [signIn, userList, moveIn, outbox, smtpAway, siege],
  longestMs: 12 * 60_000,
});
