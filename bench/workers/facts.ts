import { factsOf } from '../facts';
import { moduleOf, type Side, subjectOf } from '../sides';

// node facts.js <name> <side>: what can be counted.
const [name, side] = process.argv.slice(2);
factsOf(moduleOf(name, side as Side), subjectOf(name)).then((facts) => console.log(JSON.stringify(facts)));
