import { availableParallelism } from 'node:os';

// Read once, at the first use of the pool, so this must be the first import of all. Password hashes take a thread for
// each processor; two more stay free for files and names.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism() + 2));
