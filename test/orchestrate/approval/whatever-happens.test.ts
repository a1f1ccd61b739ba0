import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { approvalApp, type People } from './approval-app';

const NAMES = ['Alice', 'Bob', 'Carol'];
const TASKS = [
  'Read the link',
  'Count the vote',
  'Keep a record',
  'Mark the link',
  'Approve',
  'Reject',
  'Keep the token',
];
const ERRORS = ['States.Runtime', 'Sfn.TaskTimedOutException', 'States.Timeout', 'DynamoDB.ThrottlingException'];

interface Click {
  readonly by: string;
  readonly decision: 'APPROVED' | 'REJECTED';
}

type Happening =
  | { readonly kind: 'clicks'; readonly clicks: readonly Click[] }
  | { readonly kind: 'time'; readonly hours: number }
  | { readonly kind: 'outage'; readonly task: string; readonly error: string }
  | { readonly kind: 'mended' };

const click = fc.record({
  by: fc.constantFrom(...NAMES),
  decision: fc.constantFrom('APPROVED' as const, 'REJECTED' as const),
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('clicks' as const),
      clicks: fc.array(click, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const), hours: fc.integer({ min: 1, max: 20 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('outage' as const),
      task: fc.constantFrom(...TASKS),
      error: fc.constantFrom(...ERRORS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mended' as const) }) },
);

async function happen(people: People, event: Happening): Promise<void> {
  if (event.kind === 'time') await people.rehearsal.advance(Duration.hours(event.hours).toMilliseconds());
  if (event.kind === 'outage') people.rehearsal.fail(event.task, { error: event.error });
  if (event.kind === 'mended') for (const task of TASKS) people.rehearsal.restore(task);
  if (event.kind === 'clicks') await Promise.all(event.clicks.map(({ by, decision }) => people.decide(by, decision)));
}

/** The votes as they stand, which nothing changes that is not an approver's first. */
function votesOf(people: People): Record<string, string> {
  const votes = people.items('gate#')[0]?.votes as Record<string, { decision: string }> | undefined;
  return Object.fromEntries(Object.entries(votes ?? {}).map(([name, { decision }]) => [name, decision]));
}

function outcomeOf(votes: Record<string, string>, quorum: number): string | undefined {
  const count = (decision: string) => Object.values(votes).filter((vote) => vote === decision).length;
  if (count('APPROVED') >= quorum) return 'APPROVED';
  return count('REJECTED') > NAMES.length - quorum ? 'REJECTED' : undefined;
}

test('whatever fails and whoever clicks: nothing goes on without a quorum, and no quorum stays unheard', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(happening, { minLength: 3, maxLength: 12 }),
      async (quorum, events) => {
        const people = approvalApp(NAMES, () => ({
          quorum,
          timeout: Duration.days(10),
          reminders: { every: Duration.days(1) },
        }));
        const execution = await people.start();
        let known = {};
        for (const event of events) {
          await happen(people, event);
          const votes = votesOf(people);
          expect(votes).toMatchObject(known);
          known = votes;
          if (execution.status === 'SUCCEEDED') expect(outcomeOf(votes, quorum)).toBe('APPROVED');
          if (execution.run.error === 'Approval.Rejected') expect(outcomeOf(votes, quorum)).toBe('REJECTED');
        }
        await happen(people, { kind: 'mended' });
        await people.rehearsal.advance(Duration.days(11).toMilliseconds());
        const outcome = outcomeOf(votesOf(people), quorum);
        const { status, error } = execution.run;
        // Somebody who could never be told is the one end that votes do not decide.
        if (error === 'Approval.NotificationFailed') return;
        expect([status, error]).toEqual(
          outcome === 'APPROVED'
            ? ['SUCCEEDED', undefined]
            : ['FAILED', outcome === 'REJECTED' ? 'Approval.Rejected' : 'Approval.Expired'],
        );
      },
    ),
    { numRuns: 50 },
  );
}, 300_000);
