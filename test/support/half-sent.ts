import { type IncomingMessage, request } from 'node:http';

/** A sign-in of which the service has the head and half the body. */
export async function halfSent(origin: string) {
  const body = JSON.stringify({ username: 'nobody', password: 'not the password' });
  const upload = request(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) =>
    upload.once('response', resolve).once('error', reject),
  );
  // Whoever waits for it hears of its end; a test that has failed before does not.
  answer.catch(() => {});
  upload.flushHeaders();
  await new Promise((resolve) => upload.once('continue', resolve));
  upload.write(body.slice(0, 10));
  const finish = (): Promise<IncomingMessage> => {
    upload.end(body.slice(10));
    return answer;
  };
  return { answer, finish };
}
