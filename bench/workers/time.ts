import { buildApp } from '../build-app';
import { moduleOf, type Side } from '../sides';
import { timesOf } from '../stopwatch';

// node time.js <name> <side> <count> <alarms>: what it takes from nothing to a synthesized app.
const [name, side, count, alarms] = process.argv.slice(2);
const subject = moduleOf(name, side as Side);
const times = timesOf(() => buildApp(subject, { count: Number(count), alarms: alarms === 'true' }).app.synth());
console.log(JSON.stringify(times));
