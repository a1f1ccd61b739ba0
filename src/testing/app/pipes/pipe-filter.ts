import { isObject, type JsonObject } from '../../../asl/json';
import { EventPattern } from '../../../private/event-pattern/event-pattern';
import type { PipeResource } from './pipe-resource';
import type { DataField } from './pipe-source';
import { recordView } from './record-view';

/** Whether a record goes on through the pipe. */
export type Passes = (record: JsonObject) => boolean;

/**
 * A record passes that matches one of the filters. A pattern for JSON never matches data that is none, nor the reverse,
 * unless the source says otherwise.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
 */
export function pipeFilter(pipe: PipeResource, fields: readonly DataField[]): Passes {
  const filters = pipe.filters.map((filter) => lenient(filter, fields) ?? strict(filter));
  return (record) => {
    const view = recordView(record, fields);
    return filters.length === 0 || (isObject(view) && filters.some((matches) => matches(view, record)));
  };
}

/** @param view - the record with its data decoded */
type Matches = (view: JsonObject, record: JsonObject) => boolean;

function strict(filter: unknown): Matches {
  const pattern = EventPattern.parse(filter);
  return (view) => pattern.matches(view);
}

/** A filter that names data of which it only looks at the rest of the record when the format is not the one it means. */
function lenient(filter: string, fields: readonly DataField[]): Matches | undefined {
  const parsed = JSON.parse(filter) as JsonObject;
  const named = fields.filter(({ name, passesOtherFormats }) => passesOtherFormats && Object.hasOwn(parsed, name));
  if (named.length === 0) {
    return undefined;
  }
  return (view, record) => {
    const pattern = { ...parsed };
    const seen = { ...view };
    for (const { name } of named) {
      const isJson = view[name] !== record[name];
      if (isJson !== isObject(pattern[name])) {
        delete pattern[name];
      } else if (!isJson) {
        seen[name] = Buffer.from(String(record[name] ?? ''), 'base64').toString('utf8');
      }
    }
    return Object.keys(pattern).length === 0 || EventPattern.parse(pattern).matches(seen);
  };
}
