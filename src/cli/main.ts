#!/usr/bin/env node
import { runCommandLine } from './command-line.js';
import { Output } from './output.js';

// Whoever reads our output may stop reading, as `head` does. That is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const code = await runCommandLine(process.argv.slice(2), new Output(process.stdout, process.stderr));
// Only when all of it is written: an exit would cut off what still waits for the pipe.
process.stdout.write('', () => process.exit(code));
