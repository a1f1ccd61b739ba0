import type { ApiRequestOptions, ApiResponse, AppRehearsal } from '../../../src/testing';
import { ACCOUNT } from './api-app';

/** Sends requests, and holds every single answer to what all of them owe: JSON, and nothing about what is behind. */
export function clientOf(rehearsal: AppRehearsal) {
  return async (method: string, path: string, options: ApiRequestOptions = {}): Promise<ApiResponse> => {
    const response = await rehearsal.request(method, path, options);
    expectDiscreet(response);
    return response;
  };
}

export function expectDiscreet({ status, headers, text }: ApiResponse): void {
  const everything = `${JSON.stringify(headers)} ${text}`;
  expect(everything).not.toMatch(/arn:/i);
  expect(everything).not.toContain(ACCOUNT);
  expect(everything).not.toMatch(/stack|cause|trace/i);
  if (status === 204) return;
  expect(headers['content-type']).toBe('application/json');
  const body = JSON.parse(text);
  if (status >= 400 && status !== 409) {
    expect(body).toMatchObject({ message: expect.any(String), requestId: expect.stringMatching(/^[\w-]{36}$/) });
  }
}

export const withKey = (key: string, body: unknown = {}): ApiRequestOptions => ({
  headers: { 'Idempotency-Key': key },
  body,
});
