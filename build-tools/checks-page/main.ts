import { writeFileSync } from 'node:fs';
import { checksPage } from './page';

writeFileSync('docs/checks.md', checksPage());
