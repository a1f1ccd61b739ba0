import { buildApp } from '../build-app';
import { moduleOf, type Side } from '../sides';

// node time.js <name> <side> <count> <alarms>: milliseconds from nothing to a synthesized app, modules loaded.
const [name, side, count, alarms] = process.argv.slice(2);
const subject = moduleOf(name, side as Side);
const begin = performance.now();
buildApp(subject, { count: Number(count), alarms: alarms === 'true' }).app.synth();
console.log(JSON.stringify(performance.now() - begin));
