import { Logger } from '@nestjs/common';
import { Endpoint, type EndpointAnswer } from '#test/support/endpoint.js';
import { ChallengeUnavailable } from './challenge.errors.js';
import { HcaptchaChallenge, TurnstileChallenge } from './third-party.challenges.js';

const KINDS = [
  ['Turnstile', TurnstileChallenge],
  ['hCaptcha', HcaptchaChallenge],
] as const;

const json = (verdict: unknown, status = 200): EndpointAnswer => ({ status, body: JSON.stringify(verdict) });

describe.each(KINDS)('%s', (name, Kind) => {
  let verifier: Endpoint;
  let challenge: TurnstileChallenge | HcaptchaChallenge;
  const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  beforeEach(async () => {
    verifier = await Endpoint.start(() => json({ success: true, hostname: 'app.example.org' }));
    challenge = new Kind({
      siteKey: 'public-site-key',
      secret: 'shared-secret',
      verifyUrl: `${verifier.url}/siteverify`,
      hostnames: ['app.example.org'],
    });
  });
  afterEach(async () => {
    await verifier.stop();
    warned.mockClear();
  });

  it('is demanded with the key of the site', () => {
    const action = name === 'Turnstile' ? { action: 'sign-in' } : {};
    expect(challenge.demand()).toEqual({ kind: name.toLowerCase(), site_key: 'public-site-key', ...action });
  });

  it('is asked by a form with the solution and the secret, and nothing else', async () => {
    expect(await challenge.accepts('the solution & more')).toBe(true);
    const [{ method, path, headers, body }] = verifier.asked as [Endpoint['asked'][number]];
    expect([method, path]).toEqual(['POST', '/siteverify']);
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      secret: 'shared-secret',
      response: 'the solution & more',
      ...(name === 'hCaptcha' && { sitekey: 'public-site-key' }),
    });
  });

  it.each([
    ['is not solved', { success: false, 'error-codes': ['invalid-input-response'] }],
    ['was solved before', { success: false, 'error-codes': ['timeout-or-duplicate'] }],
    ['was solved on another page', { success: true, hostname: 'evil.example' }],
    ['was solved on a page whose name begins alike', { success: true, hostname: 'app.example.org.evil.example' }],
    ['was solved for something else', { success: true, hostname: 'app.example.org', action: 'newsletter' }],
    ['is solved only in words', { success: 'false' }],
  ])('refuses what %s', async (_, verdict) => {
    verifier.answering = () => json(verdict);
    const accepted = challenge.accepts('x');
    if (typeof verdict.success === 'boolean') expect(await accepted).toBe(false);
    else await expect(accepted).rejects.toThrow(ChallengeUnavailable);
  });

  it.each([
    ['without a host', { success: true }],
    ['in capitals', { success: true, hostname: 'APP.example.org' }],
    ['with an empty action', { success: true, hostname: 'app.example.org', action: '' }],
  ])('accepts a verdict %s', async (_, verdict) => {
    verifier.answering = () => json(verdict);
    expect(await challenge.accepts('x')).toBe(true);
  });

  it.each<[string, () => EndpointAnswer]>([
    ['answers no JSON', () => ({ body: '<html>busy</html>' })],
    ['answers nothing', () => ({ body: '' })],
    ['answers null', () => ({ body: 'null' })],
    ['is broken', () => ({ status: 500, body: '{"error":"oops"}' })],
    ['sends elsewhere', () => ({ status: 302, headers: { location: '/elsewhere' } })],
    ['does not know our secret', () => json({ success: false, 'error-codes': ['invalid-input-secret'] })],
    ['has a fault of its own', () => json({ success: false, 'error-codes': ['internal-error'] }, 503)],
  ])('says that it cannot be verified when the verifier %s, and logs it without the secret', async (_, answer) => {
    verifier.answering = answer;
    await expect(challenge.accepts('the solution')).rejects.toThrow(ChallengeUnavailable);
    expect(warned).toHaveBeenCalledOnce();
    expect(JSON.stringify(warned.mock.calls)).not.toMatch(/shared-secret|the solution/);
  });

  it('says so when nobody is there', async () => {
    await verifier.stop();
    await expect(challenge.accepts('x')).rejects.toThrow(ChallengeUnavailable);
  });

  it('waits three seconds and no longer', async () => {
    verifier.answering = () => 'nothing';
    const started = performance.now();
    await expect(challenge.accepts('x')).rejects.toThrow(ChallengeUnavailable);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

it('Turnstile knows the action that it was shown with', async () => {
  const verifier = await Endpoint.start(() => json({ success: true, action: 'sign-in' }));
  const site = { siteKey: 'k', secret: 's', verifyUrl: verifier.url, hostnames: [] };
  expect(await new TurnstileChallenge(site).accepts('x')).toBe(true);
  await verifier.stop();
});
