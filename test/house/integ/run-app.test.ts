import { totalsOf } from '../../../build-tools/integ/run/app-result';
import type { CdkOutput } from '../../../build-tools/integ/run/cdk-cli';
import type { DeployableApp } from '../../../build-tools/integ/run/deployable-app';
import { type Place, type RunTools, runApp } from '../../../build-tools/integ/run/run-app';
import { type Assertion, assertion, byEmulator, byInterpreter, Deployment, onlyOnAws } from '../../../integ/assert';

const RESOURCES = [
  { logicalId: 'Machine', physicalId: 'arn:machine', type: 'AWS::StepFunctions::StateMachine' },
  { logicalId: 'Schema', physicalId: 'schema', type: 'AWS::EventSchemas::Schema' },
  { logicalId: 'Kept', physicalId: 'kept', type: 'AWS::SQS::Queue' },
];

/** A deployment that notes whether an assertion ran inside our interpreter. */
class FakeDeployment extends Deployment {
  public readonly checks: string[] = [];
  private inside = false;

  constructor() {
    super(RESOURCES);
  }

  public override async interpreted(work: () => Promise<void>): Promise<void> {
    this.inside = true;
    await work();
    this.inside = false;
  }

  public note(what: string): void {
    this.checks.push(this.inside ? `interpreted ${what}` : what);
  }
}

const noting = (what: string) => async (app: Deployment) => (app as FakeDeployment).note(what);
const ASSERTIONS: readonly Assertion[] = [
  assertion('one', byEmulator('its engine'), noting('one')),
  assertion('two', byInterpreter('SQS'), noting('two')),
  assertion('three', onlyOnAws('it has no pipes'), noting('three')),
  assertion('four', byEmulator('its engine'), noting('four'), { notOnAws: 'it cannot be listed' }),
];

function app(changes: Partial<DeployableApp> = {}): DeployableApp {
  return { name: 'saga', command: 'run saga', assertions: ASSERTIONS, accounts: 1, ...changes };
}

async function run(
  name: Place['name'],
  options: { app?: DeployableApp; deploy?: CdkOutput; destroy?: CdkOutput; interruptAt?: number } = {},
) {
  const commands: string[] = [];
  const said: string[] = [];
  const deployment = new FakeDeployment();
  const fine = { succeeded: true, text: '' };
  const tools: RunTools = {
    place: {
      name,
      recordedTypes: name === 'emulator' ? ['AWS::EventSchemas::Schema'] : [],
      accounts: 1,
      cdk: async (args) => {
        commands.push(args.join(' '));
        return (args[0] === 'deploy' ? options.deploy : options.destroy) ?? fine;
      },
    },
    say: (line) => said.push(line),
    connect: async () => ({ deployment, retained: ['AWS::SQS::Queue kept'] }),
    assemblyOf: (one) => `out/${one}`,
    isInterrupted: () => deployment.checks.length >= (options.interruptAt ?? Number.POSITIVE_INFINITY),
  };
  return { result: await runApp(options.app ?? app(), tools), commands, said, checks: deployment.checks };
}

test('AWS and the emulator get the same commands, and the same assertions where both can answer', async () => {
  const [local, aws] = [await run('emulator'), await run('aws')];

  expect(local.commands).toEqual(aws.commands);
  expect(local.commands).toEqual([
    'deploy --all --app run saga --output out/saga --require-approval never --progress events --tags cdk-workflows=integ',
    'destroy --all --force --app out/saga',
  ]);
  expect(local.checks).toEqual(['one', 'interpreted two', 'four']);
  expect(aws.checks).toEqual(['one', 'two', 'three']);
});

test('who answered is told apart, and who did not says why', async () => {
  const { result } = await run('emulator');

  expect(result.deployment).toEqual({
    outcome: 'deployed',
    resources: 3,
    recorded: ['AWS::EventSchemas::Schema'],
  });
  expect(result.assertions).toEqual([
    { title: 'one', by: 'emulator', outcome: 'passed' },
    { title: 'two', by: 'interpreter', outcome: 'passed' },
    { title: 'three', by: 'nobody', outcome: 'skipped', because: 'it has no pipes' },
    { title: 'four', by: 'emulator', outcome: 'passed' },
  ]);
  expect((await run('aws')).result.assertions.map(({ by, outcome, because }) => [by, outcome, because])).toEqual([
    ['aws', 'passed', undefined],
    ['aws', 'passed', undefined],
    ['aws', 'passed', undefined],
    ['aws', 'skipped', 'it cannot be listed'],
  ]);
});

test('an assertion that fails does not stop the next one, nor the destruction', async () => {
  const fails = assertion('bad', byEmulator('its engine'), async () => {
    throw new Error('1 is not 2');
  });
  const { result, commands, checks } = await run('emulator', { app: app({ assertions: [fails, ...ASSERTIONS] }) });

  expect(result.assertions[0]).toEqual({ title: 'bad', by: 'emulator', outcome: 'failed', because: '1 is not 2' });
  expect(checks).toHaveLength(3);
  expect(commands[1]).toMatch(/^destroy/);
  expect(totalsOf([result])).toEqual({ passed: 4, failed: 1, skipped: 1 });
});

test('a deployment that fails is destroyed, and nothing is asserted', async () => {
  const { result, commands, checks } = await run('emulator', {
    deploy: { succeeded: false, text: 'noise\nResource X failed: no such role' },
  });

  expect(result.deployment).toEqual({ outcome: 'failed', because: 'noise\nResource X failed: no such role' });
  expect(commands).toHaveLength(2);
  expect(checks).toEqual([]);
  expect(totalsOf([result])).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a type that the emulator lacks skips the app, and says which; AWS has no such excuse', async () => {
  const deploy = {
    succeeded: false,
    text: 'Template format error: Unrecognized resource types: [AWS::X::Y, AWS::X::Z]\n',
  };

  expect((await run('emulator', { deploy })).result.deployment).toEqual({
    outcome: 'skipped',
    because: 'MiniStack has no AWS::X::Y, AWS::X::Z',
  });
  expect((await run('aws', { deploy })).result.deployment.outcome).toBe('failed');
});

test('a destruction that fails is a failure, although all assertions passed', async () => {
  const { result } = await run('aws', { destroy: { succeeded: false, text: 'the bucket is not empty' } });

  expect(result.notDestroyed).toBe('the bucket is not empty');
  expect(totalsOf([result])).toEqual({ passed: 3, failed: 1, skipped: 1 });
});

test('an app without assertions is deployed and destroyed', async () => {
  const { result, commands } = await run('emulator', { app: app({ assertions: [] }) });

  expect(commands).toHaveLength(2);
  expect(totalsOf([result])).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test('an app that needs more accounts than there are is skipped', async () => {
  const { result, commands } = await run('emulator', { app: app({ accounts: 2 }) });

  expect(result.deployment).toEqual({ outcome: 'skipped', because: 'needs 2 accounts' });
  expect(commands).toEqual([]);
});

test('after Ctrl-C nothing more is asserted, and what was deployed is destroyed', async () => {
  const { result, commands, checks } = await run('aws', { interruptAt: 1 });

  expect(checks).toEqual(['one']);
  expect(result.assertions.map(({ because }) => because)).toEqual([
    undefined,
    'interrupted',
    'interrupted',
    'interrupted',
  ]);
  expect(commands[1]).toMatch(/^destroy/);
});
