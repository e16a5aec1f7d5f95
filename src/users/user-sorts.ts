/** Each sort is by an expression that is unique and has an index, so that its last value is a complete cursor. */
export const USER_SORTS = {
  created_at: { by: 'u.id', direction: 'ASC' },
  '-created_at': { by: 'u.id', direction: 'DESC' },
  username: { by: 'lower(u.username COLLATE "C")', direction: 'ASC' },
  '-username': { by: 'lower(u.username COLLATE "C")', direction: 'DESC' },
  email: { by: 'lower(u.email COLLATE "C")', direction: 'ASC' },
  '-email': { by: 'lower(u.email COLLATE "C")', direction: 'DESC' },
} as const;

export type UserSort = keyof typeof USER_SORTS;
