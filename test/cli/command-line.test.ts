import { readFileSync } from 'node:fs';
import { fileWith, ORDER, runCli } from './run-cli';

const order = fileWith(ORDER);

test('says how it is used when asked, or when told nothing', async () => {
  for (const args of [['--help'], ['-h'], ['help'], [], ['rehearse', '--help']]) {
    const { exitCode, stdout, stderr } = await runCli(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('npx cdk-workflows rehearse <file> [options] ');
  }
});

test('the help names every option', async () => {
  const { stdout } = await runCli('--help');
  const source = readFileSync('src/cli/command-line.ts', 'utf8');
  const options = [...source.matchAll(/^ {2}'?([\w-]+)'?: \{ type:/gm)].map(([, option]) => option);
  expect(options).toContain('fault-matrix');
  expect(options.filter((option) => !stdout.includes(`--${option}`))).toEqual([]);
});

test('says its version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await runCli('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  ['a command that is none', ['rehears', order], "there is no command 'rehears'; write rehearse, check or schemas"],
  ['no file', ['rehearse'], 'rehearse needs a file'],
  ['a double for a check', ['check', order, '--mock', 'Pay=1'], 'check runs nothing and takes no --mock'],
  ['no file to check', ['check'], 'check needs a file'],
  ['two files', ['rehearse', order, 'b.json'], 'rehearse takes one file, not also b.json'],
  ['a misspelt option', ['rehearse', order, '--mok', 'A=1'], 'there is no option --mok; did you mean --mock?'],
  ['an option like no other', ['rehearse', order, '--quick'], 'there is no option --quick\n'],
  ['an option without its value', ['rehearse', order, '--machine'], "Option '--machine <value>' argument missing"],
  ['an input that is not JSON', ['rehearse', order, '--input', 'hello'], '--input hello is not JSON'],
  ['an input in no file', ['rehearse', order, '--input', '@none.json'], "no such file or directory, open 'none.json'"],
  ['a double without a value', ['rehearse', order, '--mock', 'Pay'], "--mock Pay: write '<state>=<json>'"],
  ['a failure without an error', ['rehearse', order, '--fail', 'Pay'], "--fail Pay: write '<state>=<error>' or"],
  ['a double that is not JSON', ['rehearse', order, '--mock', 'Pay=yes'], '--mock Pay=yes is not JSON'],
  ['an object without a key', ['rehearse', order, '--object', 'a=b'], "--object a=b: write '<bucket>/<key>=<text>'"],
])('refuses %s', async (_what, args, message) => {
  const { exitCode, stdout, stderr } = await runCli(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/\nWhat can be written: cdk-workflows --help\n$/);
});

test.each([
  ['a state that does not exist', ['--mock', 'Pai=1'], "there is no state 'Pai'; did you mean 'Pay'?"],
  ['a state that is no task', ['--timeout', 'Failed'], "'Failed' is a Fail state; only a Task takes a double"],
  ['another state machine than the only one', ['--machine', 'Orders'], "there is no state machine 'Orders' to choose"],
])('refuses %s', async (_what, args, message) => {
  const { exitCode, stderr } = await runCli('rehearse', order, ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('a definition that cannot be run is refused without a stack trace', async () => {
  const { exitCode, stderr } = await runCli('rehearse', fileWith({ StartAt: 'A', States: {} }));
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'cdk-workflows: definition has no States\n' });
});
