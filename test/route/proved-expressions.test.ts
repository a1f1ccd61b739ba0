import * as events from 'aws-cdk-lib/aws-events';
import { EventDeduplication, EventReplay, EventRoute, RouteInput, WorkflowChecks } from '../../src';
import { isProved } from '../../src/private/proved-expressions';
import { appWith, PLACED } from './event-app';

jest.mock('../../src/private/proved-expressions', () => {
  const actual = jest.requireActual('../../src/private/proved-expressions');
  return { ...actual, isProved: jest.fn(actual.isProved) };
});

test('every expression that is taken as proved stands every rule', () => {
  jest.mocked(isProved).mockReturnValue(false);
  for (const input of [RouteInput.wholeEvent(), RouteInput.detailOnly()]) {
    const { app, stack, routed } = appWith((scope) => ({
      bus: new events.EventBus(scope, 'Bus'),
      routes: [EventRoute.of({ ...PLACED, acceptReplays: true })],
      input,
      deduplicate: EventDeduplication.byEventId(),
    }));
    routed.workflow.announceTo(new events.EventBus(stack, 'Announcements'));
    const archive = (routed.bus as events.EventBus).archive('Archive', { eventPattern: { source: PLACED.source } });
    new EventReplay(stack, 'Replay', { archive, rules: [routed.rule] });
    app.synth();
    expect(WorkflowChecks.of(app).findings()).toEqual([]);
  }
  expect(isProved).toHaveBeenCalled();
});
