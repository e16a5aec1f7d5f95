import type { Plot } from '../parts/part.ts';
import { number } from '../support/page.ts';
import type { Spread } from '../support/statistics.ts';

export interface Bar {
  readonly name: string;
  readonly value: Spread;
  /** Whom the page is about. */
  readonly ours?: boolean;
}

const WIDTH = 720;
const NAMES = 280;
const FIGURES = 110;
const ROW = 30;
const HEAD = 44;
const BAR = 16;

/** Readable on a light page and on a dark one: colours follow the reader's own setting. */
const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .unit { fill: #59636e }
    .bar { fill: #a8b3bf }
    .ours { fill: #1a7f64 }
    .spread { stroke: #1f2328; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .unit { fill: #9198a1 }
      .bar { fill: #59636e }
      .ours { fill: #3fb68b }
      .spread { stroke: #e6edf3 }
    }
`;

/** Lying bars from zero, each with its median, and the lowest and highest round across its end. */
export function barPlot(file: string, title: string, unit: string, bars: readonly Bar[]): Plot {
  const longest = Math.max(...bars.map(({ value }) => value.max));
  const scale = (value: number) => (value / longest) * (WIDTH - NAMES - FIGURES);
  const height = HEAD + bars.length * ROW + 6;
  const rows = bars.map(({ name, value, ours = false }, index) => {
    const middle = HEAD + index * ROW + ROW / 2;
    const at = (of: number) => (NAMES + scale(of)).toFixed(1);
    return [
      `<text x="${NAMES - 10}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="bar${ours ? ' ours' : ''}" x="${NAMES}" y="${middle - BAR / 2}" width="${scale(value.median).toFixed(1)}" height="${BAR}" rx="2"/>`,
      `<path class="spread" fill="none" d="M${at(value.min)} ${middle}H${at(value.max)}M${at(value.min)} ${middle - 4}v8M${at(value.max)} ${middle - 4}v8"/>`,
      `<text x="${(NAMES + scale(value.max) + 8).toFixed(1)}" y="${middle + 4}">${number(value.median, digitsOf(value.median))}</text>`,
    ].join('\n  ');
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(`${title}, ${unit}`)}">
  <style>${STYLE}  </style>
  <text class="title" x="10" y="22">${escaped(title)}<tspan class="unit" font-weight="400">  ${escaped(unit)}</tspan></text>
  ${rows.join('\n  ')}
</svg>
`;
  return {
    file,
    alt: `${title}, ${unit}: ${bars.map(({ name, value }) => `${name} ${number(value.median, digitsOf(value.median))}`).join(', ')}`,
    svg,
  };
}

function digitsOf(value: number): number {
  return value < 10 ? 2 : value < 100 ? 1 : 0;
}

/** As text of a drawing. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
