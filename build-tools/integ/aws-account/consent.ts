/** Where a run on AWS goes to. */
export interface Account {
  readonly region: string;
  /** Where the credentials come from, for people. */
  readonly credentials: string;
}

export const CONSENT = '--yes-i-pay';

/**
 * Reads the account from the environment, and refuses where the run could go elsewhere than meant, or nobody has said that
 * it may cost money.
 *
 * @throws with what to do
 */
export function consentedAccount(environment: NodeJS.ProcessEnv, consented: boolean, cost: string): Account {
  const endpoint = Object.keys(environment).find((name) => /^AWS_ENDPOINT_URL/.test(name) && environment[name]);
  if (endpoint !== undefined) {
    throw new Error(`${endpoint} is ${environment[endpoint]}: that is not AWS. Unset it, or use npm run integ:local`);
  }
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (!region) throw new Error('AWS_REGION is not set: say in which Region, such as AWS_REGION=eu-central-1');
  const { AWS_PROFILE: profile, AWS_ACCESS_KEY_ID: key } = environment;
  if (!profile && !key) {
    throw new Error('neither AWS_PROFILE nor AWS_ACCESS_KEY_ID is set: say which account, it is not guessed');
  }
  const credentials = profile ? `profile ${profile}` : `access key ${key?.slice(0, 8)}…`;
  if (!consented) {
    throw new Error(
      `this would deploy to ${credentials} in ${region}, and destroy it afterwards.\n${cost}\n` +
        `If you mean it: npm run integ:aws -- ${CONSENT} <app> …`,
    );
  }
  return { region, credentials };
}
