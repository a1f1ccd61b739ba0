import { parsedIfJson } from '../../integrations/parsed-if-json';
import type { ApiResponse } from './api-request';

/** A response with the names of its headers in lower case. */
export function answer(status: number, text: string, headers: Readonly<Record<string, string>>): ApiResponse {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: parsedIfJson(text),
    text,
  };
}
