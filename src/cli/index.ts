export { defineCommand } from './command.js';
export { runCommandLine } from './command-line.js';
export { type CommandEntry, COMMANDS } from './commands.js';
