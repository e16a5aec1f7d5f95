import { olderFormats } from './index.js';

const readerOf = (stored: string) => olderFormats.find((reader) => reader.understands(stored));

/** From the tests and documents of the systems that write these formats. */
const KNOWN: [format: string, password: string, stored: string][] = [
  // crypt_blowfish, wrapper.c
  ['bcrypt 2a', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt 2a', 'U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['bcrypt 2b', 'U*U*', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['bcrypt 2y', 'U*U*', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  [
    'bcrypt of a long password',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
  // Django, tests/auth_tests/test_hashers.py of several versions, and ports of it
  ['bcrypt by Django', 'ExjGmyUT73bFoT', 'bcrypt$$2b$12$LZSJchsWG/DrBy1erNs4ee31eJ7DaWiuwhDOC7aqIyqGGggfu6Y/.'],
  [
    'bcrypt_sha256 by Django',
    'ExjGmyUT73bFoT',
    'bcrypt_sha256$$2b$12$LZSJchsWG/DrBy1erNs4eeYo6tZNlLFQmONdxN9HPesa1EyXVcTXK',
  ],
  ['pbkdf2_sha256', 'lètmein', 'pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo='],
  ['pbkdf2_sha256', 'lètmein', 'pbkdf2_sha256$390000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c='],
  ['pbkdf2_sha1', 'ExjGmyUT73bFoT', 'pbkdf2_sha1$24000$KQ8zeK6wKRuR$tSJh4xdxfMJotlxfkCGjTFpGYZU='],
  [
    'scrypt by Django 4',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'scrypt by Django 5',
    'lètmein',
    'scrypt$16384$seasalt$8$5$ECMIUp+LMxMSK8xB/IVyba+KYGTI7FTnet025q/1f/vBAVnnP3hdYqJuRi+mJn6ji6ze3Fbb7JEFPKGpuEf5vw==',
  ],
  // passlib, documentation
  [
    'pbkdf2-sha256',
    'password',
    '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
  ],
  ['pbkdf2 (SHA-1)', 'hashcat', '$pbkdf2$131000$r5WythYixPgfQ2jt3buXcg$8Kdr.QQEOaZIXNOrrru36I/.6Po'],
  [
    'pbkdf2-sha512',
    'insecure_secret',
    '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng',
  ],
  ['scrypt', 'password', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  ['argon2i', 'password', '$argon2i$v=19$m=512,t=2,p=2$aI2R0hpDyLm3ltLa+1/rvQ$LqPKjd6n8yniKtAithoR7A'],
  // phc-winner-argon2, src/test.c
  ['argon2i 1.0', 'password', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  ['argon2i 1.0', 'password', '$argon2i$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  ['argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  [
    'argon2 by Django',
    'password',
    'argon2$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
];

describe('formats that users bring along', () => {
  it.each(KNOWN)('%s: takes %j and nothing else', async (_, password, stored) => {
    const reader = readerOf(stored)!;
    expect(await reader.verify(stored, password)).toBe(true);
    expect(await reader.verify(stored, `x${password}`)).toBe(false);
    expect(await reader.verify(stored, '')).toBe(false);
  });

  it('argon2d, made by the library itself for want of a published string', async () => {
    const { default: argon2 } = await import('argon2');
    const stored = await argon2.hash('sesame', { type: argon2.argon2d, memoryCost: 1024, timeCost: 1, parallelism: 2 });
    expect(await readerOf(stored)!.verify(stored, 'sesame')).toBe(true);
    expect(await readerOf(stored)!.verify(stored, 'Sesame')).toBe(false);
  });

  it('scrypt with a large block, for which the library wants memory besides the table', async () => {
    const stored = `$scrypt$ln=1,r=5000,p=1$c2FsdHNhbHRzYWx0c2FsdA$${'A'.repeat(43)}`;
    expect(await readerOf(stored)!.verify(stored, 'sesame')).toBe(false);
  });

  describe('bcrypt', () => {
    const stored = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';
    const first72 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

    it('reads 72 bytes, as the system did that made the hash', async () => {
      const reader = readerOf(stored)!;
      expect(first72).toHaveLength(72);
      expect(await reader.verify(stored, first72)).toBe(true);
      expect(await reader.verify(stored, `${first72}whatever`)).toBe(true);
      expect(await reader.verify(stored, first72.slice(0, 71))).toBe(false);
    });

    it('refuses a NUL, which most implementations take for the end', async () => {
      const short = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
      expect(await readerOf(short)!.verify(short, 'U*U\0and more')).toBe(false);
      expect(await readerOf(short)!.verify(short, 'U*U\0')).toBe(false);
    });
  });

  const salt = 'c2FsdHNhbHRzYWx0c2FsdA';
  const key = 'A'.repeat(43);
  it.each([
    ['bcrypt of cost 3', `$2b$03$${'a'.repeat(53)}`],
    ['bcrypt of cost 16', `$2b$16$${'a'.repeat(53)}`],
    ['bcrypt of cost 31', `$2b$31$${'a'.repeat(53)}`],
    ['bcrypt with the sign defect', `$2x$10$${'a'.repeat(53)}`],
    ['bcrypt of the first days', `$2$10$${'a'.repeat(53)}`],
    ['bcrypt that was cut', `$2b$10$${'a'.repeat(52)}`],
    ['bcrypt with a line break', `$2b$10$${'a'.repeat(53)}\n`],
    ['PBKDF2 of 0 rounds', `pbkdf2_sha256$0$salt$${key}=`],
    ['PBKDF2 of 99 million rounds', `pbkdf2_sha256$99000000$salt$${key}=`],
    ['PBKDF2 of 99 million rounds', `$pbkdf2-sha256$99000000$${salt}$${key}`],
    ['PBKDF2 with MD5', `pbkdf2_md5$1000$salt$${key}=`],
    ['PBKDF2 without salt', `pbkdf2_sha256$1000$$${key}=`],
    ['PBKDF2 with a short key', `pbkdf2_sha256$1000$salt$AAAAAAAAAAAAAAAA`],
    ['PBKDF2 with no key', `$pbkdf2-sha256$29000$${salt}$`],
    ['scrypt of 32 GiB', `$scrypt$ln=25,r=8,p=1$${salt}$${key}`],
    ['scrypt of an endless N', `$scrypt$ln=99,r=8,p=1$${salt}$${key}`],
    ['scrypt of many lanes', `$scrypt$ln=17,r=8,p=999$${salt}$${key}`],
    ['scrypt of an N that is no power of two', `scrypt$16383$salt$8$1$${key}=`],
    ['scrypt of N = 1', `scrypt$1$salt$8$1$${key}=`],
    ['scrypt of an N too large for its r, at which the library throws', `$scrypt$ln=16,r=1,p=1$${salt}$${key}`],
    ['scrypt without r', `$scrypt$ln=16,p=1$${salt}$${key}`],
    ['argon2i of 4 GiB', `$argon2i$v=19$m=4194304,t=1,p=1$${salt}$${key}`],
    ['argon2id of an unknown version', `$argon2id$v=20$m=19456,t=2,p=1$${salt}$${key}`],
    ['SHA-1', 'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8'],
    ['MD5', '88a434c88cca4e900f7874cd98123f43'],
    ['crypt(3)', '$6$rounds=5000$salt$hash'],
    ['no password', '!'],
    ['nothing', ''],
  ])('does not touch %s', (_, stored) => {
    expect(readerOf(stored)).toBeUndefined();
  });
});
