import { prepareEvent } from './prepared-event.js';

const event = { type: 'sign_in.succeeded', outcome: 'success', at: new Date(0) } as const;

describe('prepareEvent', () => {
  it('keeps apart what tells of persons; what nobody has named counts as that', () => {
    const prepared = prepareEvent({ ...event, detail: { method: 'pwd', email: 'ada@example.org' } });
    expect(prepared).toMatchObject({ detail: { method: 'pwd' }, personal: { email: 'ada@example.org' } });
    expect(prepareEvent({ ...event, detail: { method: 'pwd' } })).toMatchObject({ personal: null });
  });

  it('salts each part of each event anew', () => {
    const [one, other] = [prepareEvent(event), prepareEvent(event)];
    const values = [one, other].flatMap((each) => [
      each['subject_salt'],
      each['origin_salt'],
      each['subject_digest'],
      each['origin_digest'],
    ]);
    expect(new Set(values).size).toBe(8);
  });

  it('shortens what a client says of itself', () => {
    const { user_agent } = prepareEvent({ ...event, userAgent: 'x'.repeat(511) + '😀😀' });
    expect(user_agent).toBe('x'.repeat(511) + '\ufffd');
  });
});
