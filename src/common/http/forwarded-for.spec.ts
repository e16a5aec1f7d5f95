import { plainForwardedFor } from './forwarded-for.js';

describe('X-Forwarded-For', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['[2001:db8::1]:80', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    [' 1.2.3.4:1 ,10.0.0.1:443', '1.2.3.4, 10.0.0.1'],
  ])('%s is read as %s', (header, plain) => expect(plainForwardedFor(header)).toBe(plain));

  it.each([
    '',
    'garbage',
    'unknown',
    '" OR 1=1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4:',
    '999.1.1.1',
    '[::1',
    '%eth0',
    '_hidden',
  ])('of %j has no address', (header) => expect(plainForwardedFor(header)).toBeUndefined());

  it.each([
    ['1.1.1.1, garbage, 2.2.2.2', '2.2.2.2'],
    ['1.1.1.1, , 2.2.2.2:80', '2.2.2.2'],
    ['1.1.1.1, unknown', undefined],
  ])('says nothing before what is no address (%s)', (header, plain) => expect(plainForwardedFor(header)).toBe(plain));
});
