import { Published } from '../bench/capacity/published.ts';

const PAGE = `# A page

| who  | connections | processor µs    |
| ---- | ----------- | --------------- |
| Ours | 32          | 1 (1–1)         |

<!-- bench:peers/login -->

### Signing in

| who  | connections | per second       | processor µs |
| ---- | ----------- | ---------------- | ------------ |
| Ours | 1           | 40.3 (40.0–40.5) | 20 302       |
| Ours | 32          | 44.3 (41.0–47.7) | 22 481       |

\`npm run bench:peers -- login\`, 2026-11-27, 250 s.

<!-- end of bench:peers/login -->
`;

describe('figures that are read back from a page', () => {
  it.each([
    [['Ours', '32'], 'per second', 44.3],
    [['Ours', '32'], 'processor µs', 22481],
    [['Ours', '1'], 'processor µs', 20302],
  ])('%j, %s', (row, column, value) => {
    const page = new Published(PAGE);
    expect(page.figure('bench:peers/login', row, column)).toBe(value);
    expect(page.toRun).toEqual([]);
  });

  it.each([
    ['bench:peers/login', ['Theirs', '32'], 'npm run bench:peers -- login'],
    ['bench:growth/growth', ['Ours', '32'], 'npm run bench:growth -- growth'],
  ])('are missing in %s for %j, and who measures them is told', (mark, row, command) => {
    const page = new Published(PAGE);
    expect(page.figure(mark, row, 'processor µs')).toBeNaN();
    expect(page.toRun).toEqual([command]);
  });
});
