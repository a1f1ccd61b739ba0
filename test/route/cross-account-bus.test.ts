import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { BusAccess, CrossAccountBus } from '../../src';
import { Rehearsal } from '../../src/testing';
import { ORDERS, placed, RECEIVER, SENDER, twoAccounts } from './two-accounts';

const OTHER = '999900001111';

describe('a sender', () => {
  const admitted = async (access: BusAccess[], sender: { account?: string; organization?: string }, entry = {}) => {
    const { app, central } = twoAccounts({ access });
    const rehearsal = Rehearsal.ofApp(app);
    try {
      await rehearsal.putEvents([{ ...placed(central.bus), ...entry }], sender);
      return rehearsal.events(central.bus).length === 1;
    } catch (error) {
      expect(String(error)).toMatch(/EventBridge refuses an event: (AccessDenied|NotAuthorizedForSource)Exception/);
      expect(rehearsal.events(central.bus)).toEqual([]);
      expect(rehearsal.executions()).toEqual([]);
      return false;
    }
  };
  const account = BusAccess.account(OTHER, { sources: ORDERS.source, detailTypes: ['Order Placed', 'Order Lost'] });
  const organization = BusAccess.organization('o-exampleorgid', { sources: ORDERS.source });

  test.each<[string, BusAccess, { account?: string; organization?: string }, object, boolean]>([
    ['of the account', account, { account: OTHER }, {}, true],
    ['of another account', account, { account: '123456789012' }, {}, false],
    ['of the account with another source', account, { account: OTHER }, { source: 'com.example.billing' }, false],
    ['of the account in capitals', account, { account: OTHER }, { source: 'COM.example.orders' }, false],
    ['of the account with the other type', account, { account: OTHER }, { detailType: 'Order Lost' }, true],
    ['of the account with a third type', account, { account: OTHER }, { detailType: 'Order Found' }, false],
    ['of the organization', organization, { account: OTHER, organization: 'o-exampleorgid' }, {}, true],
    ['of another organization', organization, { account: OTHER, organization: 'o-otherorgid' }, {}, false],
    ['of no organization', organization, { account: OTHER }, {}, false],
    ['of the own account', account, {}, { source: 'com.example.anything' }, true],
    ['of the own account by its number', account, { account: RECEIVER }, { source: 'com.example.anything' }, true],
  ])('%s', async (_, access, sender, entry, isAdmitted) => {
    expect(await admitted([access], sender, entry)).toBe(isAdmitted);
  });

  test('cannot send in the name of AWS, though such events may be forwarded', async () => {
    const access = [BusAccess.account(SENDER, { sources: ['aws.s3'] })];
    expect(await admitted(access, { account: SENDER }, { source: 'aws.s3' })).toBe(false);
  });

  test('is one of those who are admitted and sends what it is admitted for, whatever the lists', async () => {
    const names = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd'), { minLength: 1 });
    const rights = fc.record({ id: fc.constantFrom(OTHER, SENDER), sources: names, detailTypes: fc.option(names) });
    const event = fc.record({ source: fc.constantFrom('a', 'b', 'e'), detailType: fc.constantFrom('c', 'd', 'f') });
    await fc.assert(
      fc.asyncProperty(fc.array(rights, { minLength: 1, maxLength: 3 }), event, async (all, entry) => {
        const access = all.map(({ id, sources, detailTypes }) =>
          BusAccess.account(id, { sources, detailTypes: detailTypes ?? undefined }),
        );
        const expected = all.some(
          ({ id, sources, detailTypes }) =>
            id === OTHER && sources.includes(entry.source) && (detailTypes?.includes(entry.detailType) ?? true),
        );
        expect(await admitted(access, { account: OTHER }, entry)).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });
});

test('one event that is not admitted keeps back all that are sent with it', async () => {
  const { app, central } = twoAccounts();
  const rehearsal = Rehearsal.ofApp(app);
  const entries = [placed(central.bus), { ...placed(central.bus), source: 'com.example.other' }];
  await expect(rehearsal.putEvents(entries, { account: SENDER })).rejects.toThrow('AccessDeniedException');
  expect(rehearsal.events(central.bus)).toEqual([]);
});

test('the statements are written one after the other', () => {
  const { receiver } = twoAccounts({
    access: [
      BusAccess.account(SENDER, { sources: ORDERS.source }),
      BusAccess.organization('o-exampleorgid', { sources: ['com.example.audit'], detailTypes: ['Signed In'] }),
    ],
    bus: { schemaDiscovery: true },
  });
  const template = Template.fromStack(receiver);
  const policies = Object.values(template.findResources('AWS::Events::EventBusPolicy'));
  expect(policies.map(({ Properties }) => Properties.StatementId)).toEqual(['OwnAccount', 'Access0', 'Access1']);
  expect(policies.map(({ DependsOn = [] }) => DependsOn.length)).toEqual([0, 1, 1]);
  expect(policies.slice(1).map(({ Properties: { Statement } }) => [Statement.Principal, Statement.Condition])).toEqual([
    [
      { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${SENDER}:root`]] } },
      { StringEquals: { 'events:source': ORDERS.source } },
    ],
    [
      { AWS: '*' },
      {
        StringEquals: {
          'events:source': ['com.example.audit'],
          'events:detail-type': ['Signed In'],
          'aws:PrincipalOrgID': 'o-exampleorgid',
        },
      },
    ],
  ]);
  template.hasResourceProperties('AWS::EventSchemas::Discoverer', { CrossAccount: true });
});

describe('refused', () => {
  const options = { sources: ORDERS.source };
  test.each<[string, BusAccess[], RegExp]>([
    ['nobody', [], /access must not be empty: name who may send, or take a WorkflowBus \[at Central\/Bus\]/],
    [
      'eleven digits',
      [BusAccess.account('11112222333', options)],
      /access\[0\] must name an account by its twelve digits/,
    ],
    ['a name', [BusAccess.account('production', options)], /twelve digits, received 'production'/],
    ['anybody', [BusAccess.account('*', options)], /twelve digits, received '\*'/],
    [
      'an ARN for an organization',
      [BusAccess.account(SENDER, options), BusAccess.organization('arn:aws:x', options)],
      /access\[1\] must name an organization by its id, such as 'o-exampleorgid'/,
    ],
    ['no sources', [BusAccess.account(SENDER, { sources: [] })], /access\[0\]\.sources must not be empty/],
    [
      'a pattern of sources',
      [BusAccess.account(SENDER, { sources: ['com.example.*'] })],
      /access\[0\]\.sources must be whole names, .*, received 'com\.example\.\*'/,
    ],
    [
      'no types',
      [BusAccess.account(SENDER, { ...options, detailTypes: [] })],
      /access\[0\]\.detailTypes must not be empty/,
    ],
    [
      'more than a policy holds',
      Array.from({ length: 44 }, (_, index) => BusAccess.account(String(111122223333 + index), options)),
      /access must fit into a policy of 10240 characters, received about \d+: admit an organization/,
    ],
  ])('%s', (_, access, message) => {
    const stack = new Stack(new App(), 'Central');
    expect(() => new CrossAccountBus(stack, 'Bus', { busName: 'central', access })).toThrow(message);
  });

  test('nothing that only the deployment knows', () => {
    const stack = new Stack(new App(), 'Central');
    const access = [BusAccess.account(Aws.ACCOUNT_ID, { sources: [Aws.STACK_NAME] })];
    expect(() => new CrossAccountBus(stack, 'Bus', { busName: 'central', access })).not.toThrow();
  });
});
