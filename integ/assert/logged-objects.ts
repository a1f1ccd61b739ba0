import { askService } from './json-service';

interface LogPage {
  readonly events?: readonly { readonly message: string }[];
  readonly nextToken?: string;
}

/** The objects that functions have written into a log group so far, each as a line of JSON, the oldest first. */
export async function loggedObjects(logGroupName: string): Promise<object[]> {
  const found: object[] = [];
  let nextToken: string | undefined;
  do {
    const page: LogPage = await askService({
      service: 'logs',
      target: 'Logs_20140328.FilterLogEvents',
      body: { logGroupName, nextToken },
      jsonVersion: '1.1',
    });
    for (const { message } of page.events ?? []) found.push(...objectIn(message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** Lambda writes moment, request and level before it. */
function objectIn(line: string): object[] {
  try {
    const value = JSON.parse(line.slice(line.indexOf('{')));
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
