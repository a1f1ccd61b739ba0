import { RehearsalError } from '../../../rehearsal-error';

/** The target of an AWS integration: `arn:aws:apigateway:us-east-1:states:action/StartExecution`. */
export interface ServiceUri {
  readonly service: string;
  readonly kind: 'action' | 'path';
  /** The action, or the path. */
  readonly name: string;
}

export function serviceUri(uri: string, place: string): ServiceUri {
  const [, service, kind, name] = /^arn:[\w-]+:apigateway:[\w-]+:([\w.-]+):(action|path)\/(.*)$/s.exec(uri) ?? [];
  if (service === undefined) {
    throw new RehearsalError(`${place}: the URI ${uri} is not one of an AWS service`);
  }
  return { service, kind: kind as ServiceUri['kind'], name };
}

/** The function of `…:lambda:path/2015-03-31/functions/{arn}/invocations`. */
export function functionArnOf(uri: string, place: string): string {
  const arn = /\/functions\/(.+)\/invocations$/.exec(serviceUri(uri, place).name)?.[1];
  if (!arn) {
    throw new RehearsalError(`${place}: the URI ${uri} names no function`);
  }
  return arn;
}
