import type { describeMachine } from '../support/machine.ts';
import { number, percent, table } from '../support/page.ts';
import type { Finding, Outcome, Part } from './part.ts';

export interface Circumstances {
  readonly date: string;
  readonly command: string;
  readonly quick: boolean;
  readonly seconds: number;
  readonly machine: ReturnType<typeof describeMachine>;
  /** Share of all processors that others used right before or after, whichever was more. */
  readonly foreign: number;
  /** Where the drawings lie, as seen from the page. */
  readonly plots: string;
}

/** What stands above the parts of one program. */
export function headOf({ block, title }: { readonly block: string; readonly title: string }): string {
  return [
    `## ${title}`,
    `Written by \`npm run ${block}\`, part by part; do not edit. Each part says when and where it was measured. Medians (lowest–highest).`,
  ].join('\n\n');
}

/** What one part has found, as a section of the page. */
export function reportOf(
  { title }: Part,
  { findings, notes, exhibits = [], plots = [] }: Outcome,
  circumstances: Circumstances,
): string {
  return [
    `### ${title}`,
    ...(circumstances.quick ? ['**A quick run, to see that everything works. Its figures are worth nothing.**'] : []),
    table(['what', 'found', 'goal'], findings.map(row)),
    ...plots.map(({ alt, file }) => `![${alt}](${circumstances.plots}/${file})`),
    ...exhibits,
    ...notes,
    where(circumstances),
  ].join('\n\n');
}

function row({ what, found, goal, met }: Finding): string[] {
  return [what, found, goal === undefined ? '' : `${goal}: ${met ? 'met' : '**missed**'}`];
}

function where({ date, command, seconds, machine, foreign }: Circumstances): string {
  const { processor, memoryGiB, system, node } = machine;
  return `\`${command}\`, ${date}, ${number(seconds)} s. ${processor}, ${memoryGiB} GiB, ${system}, Node.js ${node}; others used ${percent(foreign)} of the processors right before or after.`;
}
