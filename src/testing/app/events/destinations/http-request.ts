import type { JsonObject } from '../../../../asl/json';
import { textAt } from '../event-path';
import type { Parcel } from './destination';

/** The parameters of a request to an API, with what the event says. */
export interface RequestParameters {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Percent-encoded, as parts of a path. */
  readonly path: readonly string[];
}

/** A value that is a path into the event stands for what it finds: nothing, where it finds nothing. */
export function requestParameters({ target, put }: Parcel): RequestParameters {
  const event = put.event as unknown as JsonObject;
  const filled = (text: string) => (text.startsWith('$.') ? (textAt(text, event) ?? '') : text);
  const all = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text)]));
  const { headers, query, path } = target.http;
  return { headers: all(headers), query: all(query), path: path.map((text) => encodeURIComponent(filled(text))) };
}

/** Puts values in the place of the asterisks of a path, in their order. */
export function filledPath(path: string, values: readonly string[]): string {
  let next = 0;
  return path.replace(/\*/g, (asterisk) => values[next++] ?? asterisk);
}
