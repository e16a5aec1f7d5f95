import { addressRanges } from './address-ranges.js';

describe('addressRanges', () => {
  const isWithin = addressRanges(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1']);

  it.each(['10.0.0.1', '10.255.255.255', '192.0.2.1', '2001:db8::1', '::1', '::ffff:10.1.2.3'])('has %s', (address) => {
    expect(isWithin(address)).toBe(true);
  });

  it.each(['11.0.0.1', '192.0.2.2', '2001:db9::1', '::2', '::ffff:11.0.0.1', undefined])('has not %s', (address) => {
    expect(isWithin(address)).toBe(false);
  });

  it('has nothing when there are none', () => {
    expect(addressRanges([])('127.0.0.1')).toBe(false);
  });
});
