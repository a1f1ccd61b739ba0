import { isObject, type Json, type JsonObject } from '../../../asl/json';
import type { JwtAuthorizer } from './http-api';
import { gatewayAnswer, type HttpAnswer } from './http-request';

/** The claims of a token, or why API Gateway refuses it. */
export type TokenCheck = { readonly claims: JsonObject } | { readonly refusal: HttpAnswer };

/**
 * The claims that a text between `Authorization: Bearer ` and its end makes. The signature is not looked at: nothing in a
 * rehearsal could have signed it.
 */
export function claimsIn(identity: string): JsonObject | undefined {
  const [header, payload, signature, ...more] = identity.replace(/^Bearer\s+/i, '').split('.');
  if (signature === undefined || more.length > 0) {
    return undefined;
  }
  const { alg } = objectIn(header) ?? {};
  return /^RS(256|384|512)$/.test(String(alg)) ? objectIn(payload) : undefined;
}

/**
 * What API Gateway checks of a token, in its order. That a scope is missing is answered with 403, as RFC 6750 has it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 *
 * @param now - milliseconds since 1970
 */
export function checkClaims(
  claims: JsonObject,
  { issuer, audience }: JwtAuthorizer,
  scopes: readonly string[],
  now: number,
): TokenCheck {
  const seconds = now / 1000;
  const { aud, client_id, exp, iat, iss, nbf, scope, scp } = claims;
  if (iss !== issuer) {
    return invalid('the token does not have a valid issuer');
  }
  if (!listOf(aud ?? client_id).some((one) => audience.includes(one))) {
    return invalid('the token does not have a valid audience');
  }
  if (exp !== undefined && Number(exp) <= seconds) {
    return invalid('the token has expired');
  }
  if ([nbf, iat].some((since) => since !== undefined && Number(since) > seconds)) {
    return invalid('the token is not valid yet');
  }
  if (scopes.length > 0 && !listOf(scope ?? scp).some((one) => scopes.includes(one))) {
    const wanted = scopes.join(' ');
    return {
      refusal: gatewayAnswer(403, 'Forbidden', {
        'www-authenticate': `Bearer scope="${wanted}" error="insufficient_scope" error_description="${wanted}"`,
      }),
    };
  }
  return { claims };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html */
export function invalid(description: string): { readonly refusal: HttpAnswer } {
  return {
    refusal: gatewayAnswer(401, 'Unauthorized', {
      'www-authenticate': `Bearer scope="" error="invalid_token" error_description="${description}"`,
    }),
  };
}

/** A claim that is a list, or a text of several separated by blanks. */
function listOf(claim: Json | undefined): string[] {
  return claim === undefined ? [] : [claim].flat().flatMap((one) => String(one).split(' '));
}

function objectIn(encoded: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
