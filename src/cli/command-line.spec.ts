import { Writable } from 'node:stream';
import { COMMANDS, runCommandLine } from './index.js';
import { Output } from './output.js';

class Written extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function gatehouse(args: readonly string[]) {
  const [stdout, stderr] = [new Written(), new Written()];
  const code = await runCommandLine(args, new Output(stdout, stderr));
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe('the command line', () => {
  it.each(COMMANDS.map(({ name }) => name))('%s --help, with every option', async (name) => {
    const { code, stdout } = await gatehouse([...name.split(' '), '--help']);
    const { command } = COMMANDS.find((entry) => entry.name === name)!;
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: gatehouse ${name}`);
    for (const option of [...Object.keys(command.options), 'json', 'help']) expect(stdout).toContain(`--${option}`);
  });

  it.each([
    [[], /^Usage: /m],
    [['user'], /user create/],
    [['usr'], /no command "usr"/],
    [['user', 'crate'], /no command "user crate".*user create/],
    [['user', 'show'], /user show takes USER; given: none/],
    [['user', 'show', 'a', 'b'], /given: "a" "b"/],
    [['user', 'list', '--rolle', 'x'], /Unknown option '--rolle'/],
    [['user', 'list', '--limit', '0'], /--limit must be/],
    [['user', 'list', '--sort', 'age'], /--sort must be one of/],
    [['user', 'create', 'ada'], /--email is needed/],
    [['user', 'create', 'ada', '--email', 'a@x.org', '--password', 'x'], /Unknown option '--password'/],
    [['user', 'create', 'ada', '--email', 'a@x.org', '--ask-password'], /no terminal to ask at/],
    [['user', 'set-password', 'ada'], /Choose one of/],
    [['user', 'set-roles', 'ada', 'a,,b'], /ROLES must be/],
    [['import', 'users.txt'], /--format/],
    [['audit', 'export', '--from', 'yesterday'], /--from must be a day/],
    [['audit', 'export', '--after', 'x'], /--after must be/],
    [['audit', 'verify', '--checkpoint', '7'], /--checkpoint must be/],
  ])('what it does not understand: %j', async (args, message) => {
    const { code, stdout, stderr } = await gatehouse(args);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
