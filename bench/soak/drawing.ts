import { escaped } from '../beside/plot.ts';
import type { Plot } from '../parts/part.ts';
import { number } from '../support/page.ts';

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [minutes: number, value: number])[];
}

export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Each mark is ten times the one below it. */
  readonly logarithmic?: boolean;
}

const WIDTH = 720;
const LEFT = 56;
const RIGHT = 150;
const TOP = 34;
const PLOT = 130;
const PANEL = TOP + PLOT + 16;
const AXIS = 34;
const LABEL = 15;
const LOWEST = 0.1;

/** Colours follow the reader's own setting, as in the other drawings. */
const STYLE = `
    text { font: 12px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 13px; font-weight: 600 }
    .unit { fill: #59636e; font-weight: 400 }
    .grid { stroke: #d1d9e0; stroke-width: 1 }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round }
    .l0 { stroke: #1a7f64 } .l1 { stroke: #8250df } .l2 { stroke: #bc4c00 }
    .n0 { fill: #1a7f64 } .n1 { fill: #8250df } .n2 { fill: #bc4c00 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .unit { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .l0 { stroke: #3fb68b } .l1 { stroke: #ab7df8 } .l2 { stroke: #f0883e }
      .n0 { fill: #3fb68b } .n1 { fill: #ab7df8 } .n2 { fill: #f0883e }
    }
`;

/** Lines over time, one panel below the other, with the time at the bottom. */
export function linePlot(file: string, alt: string, panels: readonly Panel[]): Plot {
  const height = panels.length * PANEL + AXIS;
  const end = Math.max(...panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([x]) => x))));
  const x = (minutes: number) => LEFT + (minutes / end) * (WIDTH - LEFT - RIGHT);
  const body = panels.map((panel, index) => panelAt(panel, index * PANEL, x)).join('\n  ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(alt)}">
  <style>${STYLE}  </style>
  ${body}
  ${timesOf(end)
    .map(
      (minutes) =>
        `<text x="${x(minutes).toFixed(1)}" y="${height - AXIS + 14}" text-anchor="middle">${number(minutes, minutes % 1 === 0 ? 0 : 1)}</text>`,
    )
    .join('\n  ')}
  <text class="unit" x="${x(end / 2).toFixed(1)}" y="${height - 4}" text-anchor="middle">minutes</text>
</svg>
`;
  return { file, alt, svg };
}

function panelAt(
  { title, unit, lines, logarithmic = false }: Panel,
  top: number,
  x: (minutes: number) => number,
): string {
  const most = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value)), LOWEST);
  const marks = logarithmic ? decades(lines) : linear(most);
  const [low, high] = [marks[0]!, marks.at(-1)!];
  const share = (value: number) =>
    logarithmic ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  const y = (value: number) => top + TOP + PLOT * (1 - share(value));
  const grid = marks.map(
    (mark) =>
      `<path class="grid" d="M${LEFT} ${y(mark).toFixed(1)}H${WIDTH - RIGHT}"/><text class="unit" x="${LEFT - 8}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end">${number(mark, Number.isInteger(mark) ? 0 : 1)}</text>`,
  );
  const drawn = lines.map(({ points }, index) => {
    const path = points.map(([at, value]) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('L');
    return `<path class="line l${index}" d="M${path}"/>`;
  });
  const names = apart(lines.map(({ points }) => y(points.at(-1)![1]))).map(
    (at, index) =>
      `<text class="n${index}" x="${WIDTH - RIGHT + 8}" y="${(at + 4).toFixed(1)}">${escaped(lines[index]!.name)}</text>`,
  );
  return [
    `<text class="title" x="10" y="${top + 20}">${escaped(title)}<tspan class="unit">  ${escaped(unit)}</tspan></text>`,
    ...grid,
    ...drawn,
    ...names,
  ].join('\n  ');
}

/** Round marks from zero to above the highest value. */
function linear(most: number): number[] {
  const rough = most / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

function decades(lines: readonly Line[]): number[] {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => Math.max(value, LOWEST)));
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

/** So far from each other that they can be read, in the order of the values. */
function apart(places: readonly number[]): number[] {
  const order = [...places.keys()].toSorted((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  order.forEach((index, at) => {
    if (at > 0) moved[index] = Math.max(moved[index]!, moved[order[at - 1]!]! + LABEL);
  });
  return moved;
}

function timesOf(end: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].find((each) => end / each <= 7) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
