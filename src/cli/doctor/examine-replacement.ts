import type { Config } from '#config/index.js';
import type { GatehouseDataSource, SecretKey } from '#database/index.js';
import { countFormerLetters, LetterSeal } from '#mail/index.js';
import { formerSecretUntil } from '#tokens/index.js';
import { countFormerProviderTokens, ProviderTokenSeal } from '#users/index.js';
import type { Finding } from './finding.js';

const check = 'secret key';

/** How far the replacement of SECRET_KEY is, and whether the former one is still of use. */
export async function examineReplacement(
  dataSource: GatehouseDataSource,
  config: Config,
  secret: SecretKey,
  formerKeys: number,
): Promise<Finding> {
  if (formerKeys > 0) {
    const message = `the new one is not in force: ${formerKeys} signing keys are sealed with the former one`;
    const remedy = dataSource.embedded
      ? 'start the service'
      : 'when every instance was restarted with both: gatehouse keys reseal';
    return { check, state: 'unsure', message, remedy };
  }
  const [since] = await dataSource.query<{ at: Date }[]>(
    'SELECT in_force_from AS at FROM secret_keys WHERE fingerprint = $1',
    [secret.fingerprint],
  );
  const letters = await countFormerLetters(dataSource, new LetterSeal(secret));
  const identities = await countFormerProviderTokens(dataSource, new ProviderTokenSeal(secret));
  const until = formerSecretUntil(since?.at ?? new Date(), config);
  if (letters + identities > 0) {
    const message = `the former one is needed: ${letters} letters and the tokens of providers of ${identities} identities are sealed with it`;
    return { check, state: 'unsure', message, remedy: 'gatehouse keys reseal' };
  }
  if (until > new Date()) {
    const message = `the new one is in force; keep the former one until ${until.toISOString()}: refresh tokens were made with it`;
    return { check, state: 'ok', message };
  }
  const message = 'the former one is of no use any more';
  const remedy = 'remove SECRET_KEY_PREVIOUS (or secret.key.previous), and restart the instances one after another';
  return { check, state: 'unsure', message, remedy };
}
