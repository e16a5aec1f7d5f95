/** All that we use of it; the package brings no types. */
declare module 'bcrypt' {
  const bcrypt: { compare(password: Buffer, stored: string): Promise<boolean> };
  export default bcrypt;
}
