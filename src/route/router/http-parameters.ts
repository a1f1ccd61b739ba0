import { Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { checkEventPath, isEventPath } from './event-text';
import type { ApiDestinationTargetOptions } from './route-target-options';

/** Taken away or set by EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html#eb-api-destination-headers */
const NOT_TO_BE_SET = [
  ['a-im', 'accept-charset', 'accept-datetime', 'accept-encoding', 'cache-control', 'connection', 'content-encoding'],
  ['content-length', 'content-md5', 'date', 'expect', 'forwarded', 'from', 'host', 'http2-settings', 'if-match'],
  ['if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'max-forwards', 'origin', 'pragma'],
  ['proxy-authorization', 'range', 'referer', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'user-agent', 'via'],
  ['warning'],
].flat();

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-zA-Z]{1,512}$/;
const HEADER_VALUE = /^[\t\x20-\x7E]{1,512}$/;
const QUERY_TEXT = /^\P{Cc}{1,512}$/u;

/**
 * The parameters of a request; undefined where there are none.
 *
 * @param path - with an asterisk for each path parameter; undefined where nobody knows it
 */
export function httpParameters(
  scope: IConstruct,
  prop: string,
  { headers = {}, queryString = {}, pathParameters = [] }: ApiDestinationTargetOptions,
  path?: string,
): events.CfnRule.HttpParametersProperty | undefined {
  const forbidden = Object.keys(headers).find((name) => NOT_TO_BE_SET.includes(name.toLowerCase()));
  if (forbidden !== undefined) {
    throw invalid(scope, `${prop}.headers must not have '${forbidden}', which EventBridge sets itself or leaves out`);
  }
  for (const [name, value] of Object.entries(headers)) {
    checkText(scope, `the name of a header of ${prop}`, name, HEADER_NAME);
    checkValue(scope, `${prop}: '${name}'`, value, HEADER_VALUE);
  }
  for (const [name, value] of Object.entries(queryString)) {
    checkText(scope, `the name of a query parameter of ${prop}`, name, QUERY_TEXT);
    checkValue(scope, `${prop}: '${name}'`, value, QUERY_TEXT);
  }
  for (const [index, value] of pathParameters.entries()) {
    checkValue(scope, `${prop}.pathParameters[${index}]`, value, /^(?!\s*$)./);
  }
  if (path !== undefined && !Token.isUnresolved(path)) {
    const asterisks = path.split('*').length - 1;
    if (asterisks !== pathParameters.length) {
      throw invalid(
        scope,
        `${prop}.pathParameters must have one value for each asterisk in '${path}', ${asterisks}, received ${pathParameters.length}`,
      );
    }
  }
  const given = {
    headerParameters: Object.keys(headers).length > 0 ? headers : undefined,
    queryStringParameters: Object.keys(queryString).length > 0 ? queryString : undefined,
    pathParameterValues: pathParameters.length > 0 ? pathParameters : undefined,
  };
  return Object.values(given).some((value) => value !== undefined) ? given : undefined;
}

function checkText(scope: IConstruct, what: string, text: string, form: RegExp): void {
  if (Token.isUnresolved(text) || form.test(text)) return;
  throw invalid(
    scope,
    `${what} must be a text that EventBridge takes there: not empty, not too long, and without line breaks and the like, ` +
      `received '${text}'`,
  );
}

function checkValue(scope: IConstruct, prop: string, value: string, form: RegExp): void {
  checkText(scope, prop, value, form);
  if (isEventPath(value)) checkEventPath(scope, prop, value);
  if (!isEventPath(value) && /\$\.|\{%/.test(value)) {
    throw invalid(
      scope,
      `${prop} must be a text or a path into the event as a whole, received '${value}': EventBridge fills in no part of a text`,
    );
  }
}
