import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Runs an app as in a project that `cdk init` has made today: every recommended feature flag on. Snapshots and deployments
 * go this way, so that what is deployed is what is compared.
 */
const [file] = process.argv.slice(2);
const flags = JSON.parse(readFileSync('node_modules/aws-cdk-lib/recommended-feature-flags.json', 'utf8'));
process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...flags, ...JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') });
require(resolve(file));
