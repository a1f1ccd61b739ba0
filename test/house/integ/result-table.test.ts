import type { AppResult } from '../../../build-tools/integ/run/app-result';
import { resultTable } from '../../../build-tools/integ/run/result-table';

const PASSED = { outcome: 'passed' } as const;
const SAGA: AppResult = {
  app: 'saga',
  deployment: { outcome: 'deployed', resources: 34, recorded: [] },
  assertions: [
    { title: 'done in order', by: 'emulator', ...PASSED },
    { title: 'undone', by: 'emulator', ...PASSED },
    { title: 'says what was undone', by: 'interpreter', ...PASSED },
    { title: 'is delivered', by: 'nobody', outcome: 'skipped', because: 'it has no pipes' },
  ],
  retained: ['AWS::SQS::Queue https://queue'],
  seconds: 9.4,
};

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.startsWith('│'));
  return lines.map((line) =>
    line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('what our interpreter answered has a column of its own', () => {
  expect(rowsOf(resultTable([SAGA], 'emulator'))).toEqual([
    ['app', 'deployed', 'asserted', 'by our interpreter', 'skipped', 's'],
    ['saga', '✔ 34 resources', '2', '1', '1', '9'],
  ]);
});

test('on AWS there is no such column, and what stacks keep is listed', () => {
  const onAws = SAGA.assertions.slice(0, 3).map((one) => ({ ...one, by: 'aws' as const }));
  const table = resultTable([{ ...SAGA, assertions: onAws }], 'aws');

  expect(rowsOf(table)).toEqual([
    ['app', 'deployed', 'asserted', 'skipped', 's'],
    ['saga', '✔ 34 resources', '3', '', '9'],
  ]);
  expect(table).toContain('  saga: AWS::SQS::Queue https://queue');
  expect(resultTable([SAGA], 'emulator')).not.toContain('https://queue');
});

test('below stands why something was not asked, once for each reason', () => {
  const deployment = { outcome: 'skipped', because: 'MiniStack has no AWS::A::B' } as const;
  const notDeployed: AppResult = { ...SAGA, app: 'gate', deployment, assertions: [], seconds: 0 };
  const recorded: AppResult = {
    ...SAGA,
    app: 'schemas',
    deployment: { outcome: 'deployed', resources: 3, recorded: ['AWS::EventSchemas::Schema'] },
  };
  const table = resultTable([SAGA, notDeployed, recorded], 'emulator');

  expect(rowsOf(table).map(([app, deployed]) => [app, deployed])).toEqual([
    ['app', 'deployed'],
    ['saga', '✔ 34 resources'],
    ['gate', 'skipped'],
    ['schemas', '✔ 3 resources, a type noted only'],
  ]);
  expect(table.slice(table.indexOf('skipped\n  '))).toBe(
    [
      'skipped',
      '  it has no pipes',
      '    saga: is delivered',
      '    schemas: is delivered',
      '  MiniStack has no AWS::A::B',
      '    gate: not deployed',
      '  MiniStack has no AWS::EventSchemas::Schema: noted down only',
      '    schemas',
    ].join('\n'),
  );
});

test('below that stands what failed, with the message', () => {
  const failed: AppResult = {
    ...SAGA,
    assertions: [{ title: 'undone', by: 'emulator', outcome: 'failed', because: '1\nis not 2' }],
    notDestroyed: 'the bucket is not empty',
  };
  const table = resultTable([failed], 'emulator');

  expect(rowsOf(table)[1]).toEqual(['saga', '✖ not destroyed, 34 resources', '✖ 0 of 1', '', '', '9']);
  expect(table).toContain('0 passed, 2 failed, 0 skipped');
  expect(table.slice(table.indexOf('failed\n  '))).toBe(
    'failed\n  saga: undone\n    1\n    is not 2\n  saga: not destroyed\n    the bucket is not empty',
  );
});
