import { readFileSync, writeFileSync } from 'node:fs';
import { withAssertionTable } from './assertion-table';

const PAGE = 'docs/integration.md';
writeFileSync(PAGE, withAssertionTable(readFileSync(PAGE, 'utf8')));
