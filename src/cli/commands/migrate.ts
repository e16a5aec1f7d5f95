import { defineCommand } from '../command.js';
import { readConfiguration } from '../configuration.js';
import { migrationState, withDataSource } from '../data-source.js';

export const command = defineCommand({
  arguments: [],
  options: { pending: { type: 'boolean', meaning: 'Only say what would be done' } },
  description:
    'The service does this at each start. Several that do it at once wait for each other. Waits for a database that is\n' +
    'away. A step is undone with: npm run migration:revert',
  async run({ options, output }) {
    await withDataSource(readConfiguration().database, async (dataSource) => {
      const { pending } = await migrationState(dataSource);
      if (options.pending) {
        output.result({ pending }, pending.length === 0 ? 'The database is up to date.' : pending.join('\n'));
        return;
      }
      const done = (await dataSource.runMigrations()).map(({ name }) => name);
      output.result({ done }, done.length === 0 ? 'The database was up to date.' : `Done: ${done.join(', ')}`);
    });
  },
});
