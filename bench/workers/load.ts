// node load.js: what it costs to require the library before one of its names is touched.
const before = new Set(Object.keys(require.cache));
const begin = performance.now();
require('cdk-workflows');
const milliseconds = performance.now() - begin;
const files = Object.keys(require.cache).filter((file) => !before.has(file)).length;
console.log(JSON.stringify({ milliseconds, files }));
