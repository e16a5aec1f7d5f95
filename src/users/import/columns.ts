/** What a file of users may have, in the order in which an export writes it. */
export const COLUMNS: ReadonlySet<string> = new Set([
  'id',
  'username',
  'email',
  'full_name',
  'password_hash',
  'is_active',
  'is_verified',
  'roles',
  'created_at',
]);

export const REQUIRED_COLUMNS: readonly string[] = ['username', 'email'];
