import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

/** What EventBridge reads of a path: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
const PATH = /^\$(\.[\w-]+|\[\d+\])+$/;

/** Whether a text is meant as a path into the event. */
export function isEventPath(text: string): boolean {
  return text.startsWith('$.') || text.startsWith('$[');
}

/** Refuses what EventBridge would take for a path, and find nothing. */
export function checkEventPath(scope: IConstruct, prop: string, text: string): void {
  if (!PATH.test(text)) {
    throw invalid(
      scope,
      `${prop} must be a path that EventBridge reads, of names of letters, digits, '-' and '_', received '${text}': write ` +
        "'$.detail.orderId', or '$.resources[0]'",
    );
  }
}
