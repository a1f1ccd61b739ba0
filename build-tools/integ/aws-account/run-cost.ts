interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
}

/** What costs by the hour or the month as soon as it is there, in USD, in us-east-1; a part of an hour is an hour. */
const HOURLY: Readonly<Record<string, number>> = {
  // https://aws.amazon.com/msk/pricing/
  'AWS::MSK::ServerlessCluster': 0.75,
  // https://aws.amazon.com/vpc/pricing/
  'AWS::EC2::NatGateway': 0.045,
  'AWS::EC2::EIP': 0.005,
  // On demand. https://aws.amazon.com/kinesis/data-streams/pricing/
  'AWS::Kinesis::Stream': 0.04,
};

/** Prorated by the hour. */
const MONTHLY: Readonly<Record<string, number>> = {
  // https://aws.amazon.com/cloudwatch/pricing/
  'AWS::CloudWatch::Alarm': 0.1,
  // https://aws.amazon.com/kms/pricing/
  'AWS::KMS::Key': 1,
  // https://aws.amazon.com/secrets-manager/pricing/
  'AWS::SecretsManager::Secret': 0.4,
};
const HOURS_OF_A_MONTH = 730;

/** Executions, requests and messages of all assertions of an app are a few dozen. */
const REQUESTS = 0.01;

/** What an hour with an app costs at the most, which is more than a run takes. */
export function costOfRun(templates: readonly string[]): number {
  const types = templates.flatMap((text) =>
    Object.values((JSON.parse(text) as Template).Resources ?? {}).map(({ Type }) => Type),
  );
  const perHour = types.reduce((sum, type) => sum + (HOURLY[type] ?? 0) + (MONTHLY[type] ?? 0) / HOURS_OF_A_MONTH, 0);
  return REQUESTS + perHour;
}

/** One line for each app and their sum. */
export function costTable(templatesByApp: ReadonlyMap<string, readonly string[]>): string {
  const costs = [...templatesByApp].map(([app, templates]) => ({ app, usd: costOfRun(templates) }));
  const sum = costs.reduce((total, { usd }) => total + usd, 0);
  const width = Math.max(...costs.map(({ app }) => app.length), 'together'.length);
  const line = (name: string, usd: number) => `  ${name.padEnd(width)}  ${usd.toFixed(2)} USD`;
  return [
    'What a run costs at the most, at prices of us-east-1 that are not looked up, without tax:',
    ...costs.map(({ app, usd }) => line(app, usd)),
    line('together', sum),
  ].join('\n');
}
