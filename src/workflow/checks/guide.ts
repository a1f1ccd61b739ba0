/** The Step Functions developer guide, which most rules rest on. */
export const GUIDE = 'https://docs.aws.amazon.com/step-functions/latest/dg';
