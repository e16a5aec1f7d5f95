// Loaded into the service by `node --import`. Plain JavaScript, so that the service does not pay for type stripping.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const EVERY_US = 200;
const session = new Session();
session.connect();

// The benchmark is gone: so are we. It alone keeps no process alive.
process.on('disconnect', () => process.exit());
process.on('message', ({ profile }) => {
  const done = profile === 'begin' ? begin() : end(profile);
  done.then(
    () => process.send({}),
    (error) => process.send({ failed: error.stack }),
  );
});
process.channel?.unref();

async function begin() {
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: EVERY_US });
  await session.post('Profiler.start');
}

async function end(file) {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
}
