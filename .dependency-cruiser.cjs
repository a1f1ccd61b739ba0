/** Which room may import which (ARCHITECTURE.md). `npm run imports` asks it, test/house/import-rule.test.ts tests it. */
const ROOMS = {
  asl: [],
  private: [],
  workflow: ['asl', 'private'],
  // A saga may be carried by what starts executions: topics of Kafka.
  orchestrate: ['start', 'workflow', 'asl', 'private'],
  start: ['workflow', 'asl', 'private'],
  route: ['workflow', 'asl', 'private'],
  observe: ['workflow', 'asl', 'private'],
  testing: ['observe', 'asl', 'private'],
  // Code that runs in Lambda: it is bundled into a function of the user's, and nothing else may come with it.
  handler: [],
  cli: ['testing', 'orchestrate', 'start', 'route', 'observe', 'workflow', 'asl', 'private'],
};

const onlyItsRooms = Object.entries(ROOMS).map(([room, others]) => ({
  name: `rooms-of-${room}`,
  severity: 'error',
  comment: `src/${room} may import ${others.length ? others.join(', ') : 'no other room'}`,
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...others].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...onlyItsRooms,
    {
      name: 'known-rooms',
      severity: 'error',
      comment: 'a new room needs a line here and in ARCHITECTURE.md',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: `^src/(index\\.ts$|(${Object.keys(ROOMS).join('|')})/)` },
    },
    {
      name: 'constructs-without-testing',
      severity: 'error',
      comment: 'what users deploy with never loads what they test with, or what runs in Lambda',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/(testing|cli|handler)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that load each other are one file or three; types may know each other, they are not loaded',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-what-users-have',
      severity: 'error',
      comment: 'a library must be a peer or bundled to be there when a user runs the code',
      // Lambda brings the SDK.
      from: { path: '^src/', pathNot: '^src/handler/step-functions\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // An import of a type is a dependency between rooms too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    // A library that has doors, such as csv-parse/sync, says in its package.json where they lead.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
