import { expectQuality } from './expect-quality';
import { subjects } from './subjects';

for (const subject of subjects()) expectQuality(subject);
