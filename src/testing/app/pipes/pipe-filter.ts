import { isObject, type JsonObject } from '../../../asl/json';
import { EventPattern } from '../../../private/event-pattern/event-pattern';
import type { PipeResource } from './pipe-resource';
import type { DataField } from './pipe-source';
import { recordView } from './record-view';

/** Whether a record goes on through the pipe. */
export type Passes = (record: JsonObject) => boolean;

/**
 * A record passes that matches one of the filters. A pattern for JSON never matches data that is none, nor the reverse.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
 */
export function pipeFilter(pipe: PipeResource, fields: readonly DataField[]): Passes {
  const patterns = pipe.filters.map((filter) => EventPattern.parse(filter));
  return (record) => {
    const view = recordView(record, fields);
    return patterns.length === 0 || (isObject(view) && patterns.some((pattern) => pattern.matches(view)));
  };
}
