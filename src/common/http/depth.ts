/** Deeper than any body that we read. */
const MAX_DEPTH = 16;

/** Whether a value is nested so deeply that code which follows it level by level would run out of stack. */
export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
}
