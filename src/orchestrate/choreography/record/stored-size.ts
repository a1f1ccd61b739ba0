import { bytesOf, literal } from '../../saga/plan/saga-contract';

/**
 * At least as many bytes as a value has where it is JSON in a text of an item, which is JSON itself when a state gets it:
 * every quotation mark and every backslash counts twice.
 */
export function storedBytes(value: string): string {
  const twice = (json: string, character: string) => `$replace(${json}, ${literal(character)}, "__")`;
  // In a list, for JSONata gives a text as it is.
  return bytesOf(twice(twice(`$string([${value}])`, '"'), '\\'));
}

/** An object with one more result, cut to its share. */
export function keptResult(step: string, result: string, limit: number): string {
  const omitted = `{"omitted": "The result is longer than the " & ${limit} & " bytes that this saga keeps of it."}`;
  return `{${literal(step)}: ($result := ${result}; ${storedBytes('$result')} > ${limit} ? ${omitted} : $result)}`;
}
