/**
 * Headers of an answer that come to the client under another name, `x-amzn-Remapped-Server`.
 * Recorded by localstack, tests/aws/services/apigateway test_apigateway_header_remapping_aws.
 */
const REMAPPED = [
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
];

/** As the client gets them; the names are in lower case. */
export function clientHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== 'transfer-encoding')
      .map(([name, value]) => [REMAPPED.includes(name) ? `x-amzn-remapped-${name}` : name, value]),
  );
}

/** Headers that no mapping may send to an AWS service; API Gateway then answers with a server error. Recorded likewise. */
export const FORBIDDEN_TO_SEND = [
  'authorization',
  'connection',
  'content-length',
  'expect',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'x-amzn-trace-id',
];
