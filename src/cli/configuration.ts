import { existsSync } from 'node:fs';
import { Config } from '#config/index.js';

/** The configuration that the service would have, started in the same place. Throws InvalidConfiguration. */
export function readConfiguration(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return Config.from(process.env);
}
