import { readFileSync } from 'node:fs';
import { committed, generated } from '../scripts/generate.js';
import { bundleSize, MOST_BYTES } from '../scripts/size.js';

describe('the package', () => {
  it('has the types of the OpenAPI document as it is now: npm run generate -w packages/client', async () => {
    expect(await generated()).toBe(await committed());
  });

  it(`is smaller than ${MOST_BYTES} bytes`, async () => {
    expect(await bundleSize()).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('depends on nothing', () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(text)).not.toHaveProperty('dependencies');
  });
});
