// Loaded into the service by `node --import`. Plain JavaScript, so that the service does not pay for type stripping.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often it looks. Each value holds this pause itself, so it is taken off again. */
const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

// The benchmark is gone: so are we. It alone keeps no process alive.
process.on('disconnect', () => process.exit());
process.on('message', (question) => process.send(answerTo(question)));
process.channel?.unref();

function answerTo(question) {
  // Only while somebody wants to know: waking up for it costs time that would be missed elsewhere.
  if (question.delay === 'watch') {
    delay.reset();
    delay.enable();
    return {};
  }
  if (question.memory === 'kept') return kept();
  delay.disable();
  return { p50: late(50), p99: late(99), max: lateness(delay.max) };
}

/** What is still held after everything that can be collected was: anything else only tells when that was last done. */
function kept() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return { heapUsed, external };
}

function late(percent) {
  return lateness(delay.percentile(percent));
}

function lateness(nanoseconds) {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
}
