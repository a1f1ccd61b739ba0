import type { ApiAuthorization } from '../../../private/rest-api/api-authorization';
import type { GatewayResponse } from '../../../private/rest-api/gateway-responses';
import type { PageDesign } from './page-design';
import { messageContent, pageShell } from './page-shell';

type Message = readonly [heading: string, text: string];

/**
 * What API Gateway itself answers, as pages: its own words name callers and APIs. What is not here is answered as the two
 * defaults say, and keeps its status.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function gatewayPages(design: PageDesign, authorization: ApiAuthorization): GatewayResponse[] {
  const { texts } = design;
  const unknown: Message = [texts.unknownHeading, texts.unknownText];
  const invalid: Message = [texts.invalidHeading, texts.invalidText];
  const forbidden: Message = [texts.forbiddenHeading, texts.forbiddenText];
  const unavailable: Message = [texts.unavailableHeading, texts.unavailableText];
  const isOpen = authorization._config.kind === 'none';
  const page = (type: string, [heading, text]: Message, status?: number): GatewayResponse => ({
    type,
    ...(status ? { statusCode: String(status) } : {}),
    template: pageShell(design, heading, messageContent(heading, text)),
  });
  return [
    page('DEFAULT_4XX', isOpen ? invalid : forbidden),
    page('DEFAULT_5XX', unavailable),
    // Of a path that nothing is at, and of a request that is not signed where it has to be.
    isOpen ? page('MISSING_AUTHENTICATION_TOKEN', unknown, 404) : page('MISSING_AUTHENTICATION_TOKEN', forbidden, 403),
    page('REQUEST_TOO_LARGE', invalid, 413),
    page('UNSUPPORTED_MEDIA_TYPE', invalid, 415),
    page('THROTTLED', unavailable, 429),
    // The answer may have been taken.
    page('INTEGRATION_FAILURE', unavailable, 503),
    page('INTEGRATION_TIMEOUT', unavailable, 503),
  ];
}
