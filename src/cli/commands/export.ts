import { UserExport } from '#users/index.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { ProgressLine } from '../progress-line.js';
import { assertNew, writeLines } from '../write-lines.js';

export const command = defineCommand({
  arguments: ['FILE'],
  options: { 'without-hashes': { type: 'boolean', meaning: 'Leave out the password hashes' } },
  description:
    'One user a line as JSON, as import reads it; - is stdout. The file is new, and for its owner only: it holds the\n' +
    'password hashes.',
  async run({ args: [file = ''], options, output }) {
    assertNew(file);
    let count = 0;
    const progress = new ProgressLine(output, undefined);
    await withApplication((app) => {
      const lines = app.get(UserExport).lines({
        withHashes: !options['without-hashes'],
        onProgress: (users) => progress.update((count = users)),
      });
      return writeLines(lines, file, output);
    }).finally(() => progress.end());
    if (file !== '-') output.result({ users: count, file }, `${count} users are in ${file}.`);
  },
});
