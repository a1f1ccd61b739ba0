// CDK's template validation costs seconds per process. One dedicated file turns it on for all constructs.
process.env.CDK_VALIDATION ??= 'false';
