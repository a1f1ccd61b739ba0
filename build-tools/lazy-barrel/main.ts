import { readFileSync, writeFileSync } from 'node:fs';
import { lazyBarrel } from './lazy-barrel';

const [file] = process.argv.slice(2);
writeFileSync(file, lazyBarrel(readFileSync(file, 'utf8')));
