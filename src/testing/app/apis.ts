import { RehearsalError } from '../rehearsal-error';
import { HttpApis } from './http-api/http-apis';
import type { RehearsedApp } from './rehearsed-app';
import type { ApiReference, ApiRequestOptions, ApiResponse } from './rest-api/api-request';
import { RestApis } from './rest-api/rest-apis';

/** An API as somebody sees it who sends it requests. */
export interface CalledApi {
  readonly id: string;
  /** The path of its construct, for messages. */
  readonly path: string;
  serves(method: string, path: string): boolean;
  request(method: string, path: string, options: ApiRequestOptions): Promise<ApiResponse>;
}

/** The APIs of the app of either kind, REST and HTTP. */
export class Apis {
  private readonly restApis: RestApis;
  private readonly httpApis: HttpApis;

  constructor(
    app: RehearsedApp,
    private readonly resolve: (text: string) => string,
  ) {
    this.restApis = new RestApis(app);
    this.httpApis = new HttpApis(app);
  }

  public async request(method: string, path: string, options: ApiRequestOptions = {}): Promise<ApiResponse> {
    const verb = method.toUpperCase();
    return this.apiFor(verb, path, options.api).request(verb, path, options);
  }

  private apiFor(method: string, path: string, reference?: ApiReference): CalledApi {
    const all = [...this.restApis.all, ...this.httpApis.all];
    if (reference !== undefined) {
      const id = this.resolve(idOf(reference));
      const found = all.find((api) => api.id === id);
      if (!found) {
        throw new RehearsalError(`the app has no API ${id}; it has ${all.map((api) => api.path).join(', ')}`);
      }
      return found;
    }
    const serving = all.filter((api) => api.serves(method, path));
    const chosen = serving.length > 0 ? serving : all;
    if (chosen.length !== 1) {
      throw new RehearsalError(
        chosen.length === 0
          ? 'the app has no API'
          : `the APIs ${chosen.map((api) => api.path).join(' and ')} could be meant by ${method} ${path}: name one with { api }`,
      );
    }
    return chosen[0];
  }
}

function idOf(reference: ApiReference): string {
  if (typeof reference === 'string') {
    return reference;
  }
  return 'restApiId' in reference ? reference.restApiId : reference.apiId;
}
