import { choreographyCounts } from '../choreography/measure';

// node choreography.js: what a saga without a controller takes, on four paths.
choreographyCounts().then((counts) => console.log(JSON.stringify(counts)));
