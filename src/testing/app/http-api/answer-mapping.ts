import { RehearsalError } from '../../rehearsal-error';
import type { HttpIntegration } from './http-api';
import type { HttpAnswer, HttpRequest } from './http-request';
import { mapped } from './parameter-mapping';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html#http-api-mapping-reserved-headers */
const RESERVED =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/;

/** An integration's answer as its response parameters change it: the status and the headers, never the body. */
export function mappedAnswer(answer: HttpAnswer, request: HttpRequest, integration: HttpIntegration): HttpAnswer {
  const parameters = integration.responseParameters.get(String(answer.status));
  if (!parameters) {
    return answer;
  }
  let { status } = answer;
  const headers: Record<string, string> = { ...answer.headers };
  for (const [destination, source] of parameters) {
    const value = mapped(source, request, answer);
    if (destination === 'overwrite:statuscode') {
      status = Number(value ?? status);
      continue;
    }
    const [, action, header] = /^(append|overwrite|remove):header\.(.+)$/.exec(destination) ?? [];
    const name = header?.toLowerCase();
    if (name === undefined || RESERVED.test(name)) {
      throw new RehearsalError(`${integration.place}: API Gateway does not map a response to '${destination}'`);
    }
    if (action === 'remove') {
      delete headers[name];
    } else if (value !== undefined) {
      headers[name] = action === 'append' && headers[name] !== undefined ? `${headers[name]},${value}` : value;
    }
  }
  return { ...answer, status, headers };
}
