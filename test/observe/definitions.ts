import type { Definition, State } from '../../src/asl/definition';

const RESOURCE = 'arn:aws:states:::lambda:invoke';

export function task(rest: Partial<State>): State {
  return { Type: 'Task', Resource: RESOURCE, ...rest };
}

/** Two steps that are undone in reverse order; what cannot be undone is reported. */
export const TWO_STEPS: Definition = {
  StartAt: 'Book',
  States: {
    Book: task({ Next: 'Pay', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Unbook' }] }),
    Pay: task({
      End: true,
      Catch: [
        { ErrorEquals: ['CardDeclined'], Next: 'Unbook' },
        { ErrorEquals: ['States.ALL'], Next: 'Refund' },
      ],
    }),
    Refund: task({ Next: 'Unbook', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Report' }] }),
    Report: task({ Next: 'Unbook', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Unbook' }] }),
    Unbook: task({ Next: 'Undone' }),
    Undone: { Type: 'Fail' },
  },
};

/** A Parallel of a task and a Map, a Choice with a loop, a Wait, and one catcher for both. */
export const NESTED: Definition = {
  StartAt: 'Fulfil',
  States: {
    Fulfil: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Pack', States: { Pack: task({ End: true }) } },
        {
          StartAt: 'Each item',
          States: {
            'Each item': {
              Type: 'Map',
              ItemProcessor: { StartAt: 'Weigh', States: { Weigh: task({ End: true }) } },
              Next: 'Weighed',
            },
            Weighed: { Type: 'Succeed' },
          },
        },
      ],
      Next: 'Arrived?',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Notify' }],
    },
    'Arrived?': {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.arrived %}', Next: 'Done' },
        { Condition: '{% $states.input.lost %}', Next: 'Notify' },
      ],
      Default: 'A day',
    },
    'A day': { Type: 'Wait', Seconds: 86400, Next: 'Arrived?' },
    Notify: { Type: 'Pass', Next: 'Lost' },
    Lost: { Type: 'Fail' },
    Done: { Type: 'Succeed' },
  },
};

export function oneTaskNamed(name: string): Definition {
  return { StartAt: name, States: { [name]: task({ End: true }) } };
}
