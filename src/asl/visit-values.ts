import { isObject } from './json';

/**
 * @param key name of the member that holds the value, or of the nearest that holds the list it is in
 * @param field where the value stands: `Parameters.Payload.items[0]`; written out only when asked for
 */
export type ValueVisitor = (value: unknown, key: string, field: () => string) => void;

/** Visits a value and everything in it. */
export function visitValues(field: string, value: unknown, visit: ValueVisitor): void {
  const path: string[] = [field];
  const written = () => path.join('');
  const descend = (inner: unknown, key: string): void => {
    visit(inner, key, written);
    if (Array.isArray(inner)) {
      for (let index = 0; index < inner.length; index++) {
        path.push(`[${index}]`);
        descend(inner[index], key);
        path.pop();
      }
    } else if (isObject(inner)) {
      for (const name of Object.keys(inner)) {
        path.push('.', name);
        descend(inner[name], name);
        path.length -= 2;
      }
    }
  };
  descend(value, field);
}
