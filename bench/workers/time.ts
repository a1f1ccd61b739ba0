import { buildApp } from '../build-app';
import { cpuTime } from '../cpu-time';
import { moduleOf, type Side } from '../sides';

// node time.js <name> <side> <count> <alarms>: milliseconds of processor time from nothing to a synthesized app.
const [name, side, count, alarms] = process.argv.slice(2);
const subject = moduleOf(name, side as Side);
const milliseconds = cpuTime(() => buildApp(subject, { count: Number(count), alarms: alarms === 'true' }).app.synth());
console.log(JSON.stringify(milliseconds));
