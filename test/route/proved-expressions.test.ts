import * as events from 'aws-cdk-lib/aws-events';
import { EventDeduplication, RouteInput, WorkflowChecks } from '../../src';
import { isProved } from '../../src/private/proved-expressions';
import { appWith } from './event-app';

jest.mock('../../src/private/proved-expressions', () => {
  const actual = jest.requireActual('../../src/private/proved-expressions');
  return { ...actual, isProved: jest.fn(actual.isProved) };
});

test('every expression that is taken as proved stands every rule', () => {
  jest.mocked(isProved).mockReturnValue(false);
  for (const input of [RouteInput.wholeEvent(), RouteInput.detailOnly()]) {
    const { app, stack, routed } = appWith(() => ({ input, deduplicate: EventDeduplication.byEventId() }));
    routed.workflow.announceTo(new events.EventBus(stack, 'Bus'));
    app.synth();
    expect(WorkflowChecks.of(app).findings()).toEqual([]);
  }
  expect(isProved).toHaveBeenCalled();
});
