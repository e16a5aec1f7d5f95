import { DataSource } from 'typeorm';
import { SigningKey } from '#tokens/keys/signing-key.entity.js';
import { Config } from '#config/index.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { table } from '../output.js';
import { textOf } from '../show-user.js';

export const command = defineCommand({
  arguments: [],
  options: {},
  description:
    'The private halves are never shown. Of the keys of SIGNING_ALGORITHM the youngest signs; all are published.',
  async run({ output }) {
    const keys = await withApplication(async (app) => {
      const stored = await app
        .get(DataSource)
        .getRepository(SigningKey)
        .find({ order: { createdAt: 'ASC' } });
      const signs = stored.findLast(({ algorithm }) => algorithm === app.get(Config).tokens.algorithm);
      return stored.map((key) => ({
        kid: key.kid,
        algorithm: key.algorithm,
        state: key === signs ? 'signs' : 'verifies',
        created_at: key.createdAt,
      }));
    });
    const rows = keys.map((key) => Object.values(key).map(textOf));
    output.result(keys, table(['KID', 'ALGORITHM', 'STATE', 'CREATED'], rows));
  },
});
