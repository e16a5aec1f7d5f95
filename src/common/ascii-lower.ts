/**
 * As the database folds names and addresses: `lower(… COLLATE "C")`. Other letters stay: JavaScript makes `k` of the
 * Kelvin sign, and one name would be two here and one there.
 */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
