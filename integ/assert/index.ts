export { type ApiRequest, requestApi } from './api-request';
export { type Assertion, assertion, byEmulator, byInterpreter, type LocalAnswer, onlyOnAws } from './assertion';
export { type DeployedResource, Deployment } from './deployment';
export { loggedObjects } from './logged-objects';
export { type PutEvent, putEvent } from './put-event';
export { receivedMessages } from './received-messages';
export { type Answer, region, send } from './signed-request';
export { runByRequest, startByRequest } from './start-request';
