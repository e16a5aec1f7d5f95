import { defineCommand } from '../command.js';
import { FAILED } from '../exit-codes.js';
import { examine } from '../doctor/examine.js';
import { visible } from '../output.js';

export const command = defineCommand({
  arguments: [],
  options: {},
  description:
    'Looks at the configuration, the data directory, the database, its clock, migrations, keys, administrators, the\n' +
    'replica, Redis and the mail server, and says what to do about what is wrong. Changes nothing. Exit code 1 when something is wrong.',
  async run({ output }) {
    const findings = await examine();
    const lines = findings.map(({ state, check, message, remedy }) =>
      [
        `${state.padEnd(8)}${check.padEnd(15)}${visible(message)}`,
        ...(remedy ? [`${' '.repeat(23)}→ ${remedy}`] : []),
      ].join('\n'),
    );
    output.result(findings, lines.join('\n'));
    return findings.some(({ state }) => state === 'wrong') ? FAILED : undefined;
  },
});
