/**
 * Whether a client would rather have a page than JSON (RFC 9110 §12.5.1). Only browsers name `text/html`; for those that
 * name no type, `*` included, JSON is the answer.
 */
export function prefersHtml(accept = ''): boolean {
  const weights = new Map(accept.split(',').map(readRange));
  const page = weights.get('text/html') ?? 0;
  return page > 0 && page >= (weights.get('application/json') ?? 0);
}

function readRange(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, weight ? Number(weight.slice(2)) || 0 : 1];
}
