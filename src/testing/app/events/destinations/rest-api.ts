import { DeliveryError } from '../delivery-error';
import { type Destination, demandOfRole, type Parcel } from './destination';
import { refuseFailure } from './http-answer';
import { filledPath, requestParameters } from './http-request';

/**
 * Sends a request to a REST API, signed with the role of the target if it has one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-gateway-target.html
 */
export const toRestApi: Destination = async (parcel, text) => {
  const { app, target } = parcel;
  const [id, stage, method, ...segments] = target.arn.split(':')[5].split('/');
  refuseMissingStage(parcel, id, stage);
  const { headers, query, path } = requestParameters(parcel);
  const at = filledPath(`/${segments.join('/')}`, path);
  if (target.roleArn !== undefined) {
    const resource = `${target.arn.split('/').slice(0, 3).join('/')}${at}`;
    demandOfRole(parcel, { action: 'execute-api:Invoke', resource });
  }
  const { status } = await app.apis.request(method, at, {
    api: id,
    headers,
    query,
    body: text,
    credentials: target.roleArn === undefined ? 'none' : { userArn: target.roleArn },
  });
  if (status === 403) {
    throw new DeliveryError('NO_PERMISSIONS', `the API answered ${method} ${at} with 403`);
  }
  refuseFailure(`the API, to ${method} ${at},`, status, app.world.clock.now);
};

function refuseMissingStage({ app, target }: Parcel, api: string, stage: string): void {
  const names = ['Stage', 'Deployment']
    .flatMap((type) => app.resources.ofType(`AWS::ApiGateway::${type}`))
    .filter(({ properties }) => properties.RestApiId === api)
    .map(({ properties }) => properties.StageName);
  if (!names.includes(stage)) {
    throw new DeliveryError('NO_RESOURCE', `there is no stage ${stage} of the API in ${target.arn}`);
  }
}
