/** What a PromQL expression takes from Prometheus: metrics, and the labels that it selects or groups by. */
export interface Used {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

const KEYWORDS = new Set('by without on ignoring group_left group_right and or unless bool offset inf nan'.split(' '));
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** Not a parser: enough to find a name that does not exist. Variables of Grafana count as durations or nothing. */
export function usedBy(expression: string): Used {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const selected = [...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, matchers]) => namesIn(matchers!));
  const grouped = [...bare.matchAll(GROUPING)].flatMap(([, labels]) => namesIn(labels!));
  const rest = bare.replaceAll(/\{[^}]*\}/g, '').replaceAll(GROUPING, '');
  const words = [...rest.matchAll(/(?<![\w.])([a-z_][a-z0-9_]*)(?!\w|\s*\()/gi)].map(([, word]) => word!);
  return {
    metrics: words.filter((word) => !KEYWORDS.has(word.toLowerCase())),
    labels: [...selected, ...grouped],
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/[a-z_]\w*/gi)].map(([name]) => name);
}
