import { constants, createHash, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';

type Forged = readonly [name: string, signature: Buffer];
type Forger = (content: Buffer, good: Buffer, key: KeyObject) => Forged[];

const N = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const P = BigInt('0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const bigEndian = (value: bigint, bytes = 32) => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
const littleEndian = (value: bigint) => Buffer.from(bigEndian(value).toReversed());

/** Nothing but zeros passed in Java (CVE-2022-21449); lengths are what each library checks for itself. */
const ofLengths = (good: Buffer): Forged[] => [
  ['none', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(good.length)],
  ['ones', Buffer.alloc(good.length, 0xff)],
  ['a byte short', good.subarray(0, -1)],
  ['without its first byte', good.subarray(1)],
  ['a zero more behind', Buffer.concat([good, Buffer.alloc(1)])],
  ['a zero more before', Buffer.concat([Buffer.alloc(1), good])],
  ['half', good.subarray(0, good.length / 2)],
  ['twice', Buffer.concat([good, good])],
  ['backwards', Buffer.from(good.toReversed())],
];

/** `r` and `s` from 1 to n - 1 (FIPS 186-5 §6.4.2), 32 bytes each (RFC 7518 §3.4). */
export const byP256: Forger = (content, good, key) => {
  const [r, s] = [good.subarray(0, 32), good.subarray(32)];
  const onCurve = (namedCurve: string, digest: string) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve });
    return sign(digest, content, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  };
  const edges = [0n, 1n, N - 1n, N, N + 1n, P, 2n ** 256n - 1n];
  return [
    ...ofLengths(good),
    ...edges.flatMap((a) =>
      edges.map((b): Forged => [
        `r = ${a.toString(16)}, s = ${b.toString(16)}`,
        Buffer.concat([bigEndian(a), bigEndian(b)]),
      ]),
    ),
    ['r good, s = 0', Buffer.concat([r, Buffer.alloc(32)])],
    ['r good, s = n', Buffer.concat([r, bigEndian(N)])],
    ['r = 0, s good', Buffer.concat([Buffer.alloc(32), s])],
    ['r = n, s good', Buffer.concat([bigEndian(N), s])],
    ['r and s exchanged', Buffer.concat([s, r])],
    ['33 bytes each', Buffer.concat([Buffer.alloc(1), r, Buffer.alloc(1), s])],
    ['in DER', sign('sha256', content, { key, dsaEncoding: 'der' })],
    ['in DER, zeros', Buffer.from('3006020100020100', 'hex')],
    ['of SHA-384', sign('sha384', content, { key, dsaEncoding: 'ieee-p1363' })],
    ['of SHA-1', sign('sha1', content, { key, dsaEncoding: 'ieee-p1363' })],
    ['on P-384', onCurve('P-384', 'sha384')],
    ['on P-521', onCurve('P-521', 'sha512')],
    ['on secp256k1', onCurve('secp256k1', 'sha256')],
  ];
};

/** RFC 8032 §5.1.7: S below L, or one signature has two spellings; points of small order make one for any message. */
export const byEd25519: Forger = (content, good) => {
  const [point, scalar] = [good.subarray(0, 32), good.subarray(32)];
  const s = BigInt(`0x${Buffer.from(scalar.toReversed()).toString('hex')}`);
  const small = [
    '01',
    '00',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    `01${'00'.repeat(30)}80`,
  ];
  return [
    ...ofLengths(good),
    ['S + L', Buffer.concat([point, littleEndian(s + L)])],
    ['S + 2 L', Buffer.concat([point, littleEndian(s + 2n * L)])],
    ['S = L', Buffer.concat([point, littleEndian(L)])],
    [
      'S with its highest bit',
      Buffer.concat([point, Buffer.from(scalar.map((byte, i) => (i === 31 ? byte | 0x80 : byte)))]),
    ],
    ['S = 0', Buffer.concat([point, Buffer.alloc(32)])],
    ...small.flatMap((hex): Forged[] => {
      const weak = Buffer.from(hex.padEnd(64, '0'), 'hex');
      return [
        [`R of small order ${hex.slice(0, 4)}, S = 0`, Buffer.concat([weak, Buffer.alloc(32)])],
        [`R of small order ${hex.slice(0, 4)}`, Buffer.concat([weak, scalar])],
      ];
    }),
    ['by Ed448', sign(null, content, generateKeyPairSync('ed448').privateKey)],
    ['by P-256', sign('sha256', content, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
  ];
};

const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** RFC 8017 §8.2.2: the block must be the one that was to be made, to the byte (Bleichenbacher 2006, CVE-2014-1568). */
export const byRsa: Forger = (content, good, key) => {
  const size = good.length;
  const hash = createHash('sha256').update(content).digest();
  const raw = (block: Buffer) => privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
  const block = (type: number, fill: number, tail: Buffer, padding = size - 3 - tail.length) =>
    Buffer.concat([Buffer.from([0, type]), Buffer.alloc(padding, fill), Buffer.alloc(1), tail]);
  const whole = Buffer.concat([DIGEST_INFO, hash]);
  const filled = (short: Buffer) => Buffer.concat([short, Buffer.alloc(size - short.length, 0x41)]);
  const withoutNull = Buffer.concat([
    Buffer.from('302f300b0609608648016503040201', 'hex'),
    Buffer.from('0420', 'hex'),
    hash,
  ]);
  const ofSha512 = Buffer.concat([Buffer.from('3031300d060960864801650304020305000420', 'hex'), hash]);
  const longForm = Buffer.concat([Buffer.from('308131300d060960864801650304020105000420', 'hex'), hash]);
  return [
    ...ofLengths(good),
    ['1', Buffer.concat([Buffer.alloc(size - 1), Buffer.from([1])])],
    ['short padding, rubbish behind', raw(filled(block(1, 0xff, whole, 8)))],
    ['no padding', raw(filled(block(1, 0xff, whole, 0)))],
    ['padding of zeros', raw(block(1, 0, whole))],
    ['padding of other bytes', raw(block(1, 0xfe, whole))],
    ['type 0', raw(block(0, 0xff, whole))],
    ['type 2', raw(block(2, 0xff, whole))],
    ['no DigestInfo', raw(block(1, 0xff, hash))],
    ['DigestInfo without NULL', raw(block(1, 0xff, withoutNull))],
    ['DigestInfo of SHA-512', raw(block(1, 0xff, ofSha512))],
    ['DigestInfo in BER', raw(block(1, 0xff, longForm))],
    ['DigestInfo with rubbish', raw(block(1, 0xff, Buffer.concat([whole, Buffer.from('0500', 'hex')])))],
    ['half a hash', raw(block(1, 0xff, whole.subarray(0, -16)))],
    ['PSS', sign('sha256', content, { key, padding: constants.RSA_PKCS1_PSS_PADDING })],
    ['of SHA-1', sign('sha1', content, key)],
    ['of SHA-512', sign('sha512', content, key)],
  ];
};
