import { RehearsalError } from '../../rehearsal-error';
import type { ApiRequestOptions } from './api-request';
import type { ApiRoute, RestApi } from './rest-api';
import type { JavaMap, Value } from './velocity/values';

/** A request on its way through an API. */
export class Invocation {
  public readonly headers: ReadonlyMap<string, readonly string[]>;
  public readonly query: ReadonlyMap<string, readonly string[]>;
  public readonly body: string;
  public readonly credentials: NonNullable<ApiRequestOptions['credentials']>;
  /** What the client shows of itself: `$context.identity`. */
  public readonly identity = new Map<string, Value>([
    ['sourceIp', '127.0.0.1'],
    ['userAgent', 'cdk-workflows'],
  ]);
  /** What the authorizer says: `$context.authorizer`. */
  public readonly authorizer = new Map<string, Value>();
  /** What the token of a user pool says: `$context.authorizer.claims`. */
  public readonly claims = new Map<string, Value>();
  public readonly requestOverride = overrides('header', 'path', 'querystring');
  public readonly responseOverride: JavaMap = new Map<string, Value>([['header', new Map<string, Value>()]]);
  /** The API key that an authorizer found. */
  public usageIdentifierKey?: string;
  public pathParameters: Readonly<Record<string, string>> = {};
  public route?: ApiRoute;

  constructor(
    public readonly api: RestApi,
    public readonly method: string,
    public readonly path: string,
    options: ApiRequestOptions,
    public readonly requestId: string,
    public readonly receivedAt: number,
  ) {
    this.headers = valuesOf(options.headers);
    this.query = valuesOf(options.query);
    this.body = bodyText(options.body);
    this.credentials = options.credentials ?? 'authorized';
    const agent = this.header('user-agent');
    if (agent !== undefined) {
      this.identity.set('userAgent', agent);
    }
  }

  /** The last value of a header, whatever the case of its name. */
  public header(name: string): string | undefined {
    const wanted = name.toLowerCase();
    const values = [...this.headers].filter(([one]) => one.toLowerCase() === wanted).flatMap(([, all]) => all);
    return values.at(-1);
  }

  /** Without its parameters; JSON unless the client says otherwise. */
  public get contentType(): string {
    return (this.header('content-type') ?? 'application/json').split(';')[0].trim();
  }

  /** `arn:aws:execute-api:us-east-1:111122223333:api/stage/POST/orders` */
  public methodArn(path = this.path): string {
    const { partition, region, account } = this.api.resource.place;
    const method = `${this.api.resource.ref}/${this.api.stage.name}/${this.method}${path}`;
    return `arn:${partition}:execute-api:${region}:${account}:${method}`;
  }
}

function overrides(...kinds: string[]): JavaMap {
  return new Map(kinds.map((kind) => [kind, new Map<string, Value>()]));
}

function valuesOf(given: ApiRequestOptions['headers'] = {}): Map<string, readonly string[]> {
  return new Map(Object.entries(given).map(([name, values]) => [name, [values].flat().map(String)]));
}

function bodyText(body: unknown): string {
  if (body === undefined) {
    return '';
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (text === undefined) {
    throw new RehearsalError(`the body of a request must be a text or JSON, not ${typeof body}`);
  }
  return text;
}

/** The values of parameters as a template sees them: the last one of several. */
export function lastValues(parameters: ReadonlyMap<string, readonly string[]>): JavaMap {
  return new Map([...parameters].map(([name, values]) => [name, values.at(-1) ?? '']));
}
