import { AuditVerifier, CHAIN_FAULTS, type Checkpoint } from '#audit/index.js';
import { withApplication } from '../application.js';
import { UsageError } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { FAILED } from '../exit-codes.js';

const CHECKPOINT = /^(\d{1,15}):([0-9a-f]{64})$/;

export const command = defineCommand({
  arguments: [],
  options: {
    checkpoint: {
      type: 'string',
      value: 'SEQ:HASH',
      multiple: true,
      meaning: 'A place of the chain that was kept elsewhere. May be given again',
    },
  },
  description:
    'Goes along the whole chain of the audit log and names the first record that is not as it was written. Exit code 1\n' +
    'when there is one. Checkpoints are in the log of the service, once an hour: only they show whether somebody has\n' +
    'computed the whole chain anew.',
  async run({ options, output }) {
    const checkpoints = (options.checkpoint ?? []).map(readCheckpoint);
    const { checked, firstBroken } = await withApplication((app) => app.get(AuditVerifier).verify(checkpoints));
    const broken = firstBroken && { ...firstBroken, meaning: CHAIN_FAULTS[firstBroken.reason] };
    const text = broken
      ? `Record ${broken.seq} is broken (${broken.reason}): ${broken.meaning} ${checked} records before it are whole.`
      : `${checked} records are as they were written.`;
    output.result({ whole: !broken, checked, first_broken: broken ?? null }, text);
    return broken ? FAILED : undefined;
  },
});

function readCheckpoint(text: string): Checkpoint {
  const [, seq, hash] = CHECKPOINT.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new UsageError('--checkpoint must be a number, a colon and a hash.');
  return { seq: Number(seq), hash: Buffer.from(hash, 'hex') };
}
