/** Keeps to every rule about passwords, also with a number behind it. */
export const PASSWORD = 'seven quiet lanterns drift';

/** Somebody with a device and an address of their own. */
export interface Person {
  readonly username: string;
  readonly email: string;
  readonly address: string;
  password: string;
  access: string;
  refresh: string;
  device: string | undefined;
  /** How often the password was changed. */
  changes: number;
  /** Requests under way that show the access token: it must not end meanwhile. */
  looks: number;
}

export function personOf(number: number): Person {
  const username = `person${number}`;
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const nothing = { access: '', refresh: '', device: undefined, changes: 0, looks: 0 };
  return { username, email: `${username}@example.org`, address, password: PASSWORD, ...nothing };
}
