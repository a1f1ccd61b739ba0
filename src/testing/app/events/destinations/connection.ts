import { isObject, type Json, type JsonObject } from '../../../../asl/json';
import type { RehearsedApp } from '../../rehearsed-app';

/** What a connection adds to each request. */
interface ConnectionParameters {
  readonly headers: JsonObject;
  readonly query: JsonObject;
  readonly body: JsonObject;
}

/**
 * What a connection adds to a request: who asks, and the parameters that it has for every request. Secrets are what the
 * template says in their place, a reference; a token of OAuth is a text that says that it stands for one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html
 */
export function connectionParameters(app: RehearsedApp, arn: Json | undefined): ConnectionParameters {
  const connection = app.resources.ofType('AWS::Events::Connection').find((each) => each.arn === arn);
  const auth = objectIn(connection?.properties.AuthParameters);
  const every = objectIn(auth.InvocationHttpParameters);
  return {
    headers: { ...parametersIn(every.HeaderParameters), ...authorization(auth) },
    query: parametersIn(every.QueryStringParameters),
    body: parametersIn(every.BodyParameters),
  };
}

function authorization({ BasicAuthParameters, ApiKeyAuthParameters, OAuthParameters }: JsonObject): JsonObject {
  if (isObject(ApiKeyAuthParameters)) {
    const { ApiKeyName, ApiKeyValue } = ApiKeyAuthParameters;
    return { [String(ApiKeyName)]: ApiKeyValue };
  }
  if (isObject(BasicAuthParameters)) {
    const { Username, Password } = BasicAuthParameters;
    return { Authorization: `Basic ${Buffer.from(`${Username}:${Password}`, 'utf8').toString('base64')}` };
  }
  return isObject(OAuthParameters) ? { Authorization: 'Bearer token-of-a-rehearsal' } : {};
}

function parametersIn(list: Json | undefined): JsonObject {
  const parameters = [list ?? []].flat().filter(isObject);
  return Object.fromEntries(parameters.map(({ Key, Value }) => [String(Key), Value]));
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
