import { integApps, snapshot } from './integ-apps';
import { headRoomTable } from './limits/head-room';
import { usesOf } from './limits/template-limits';

const usesByApp = new Map(
  integApps().flatMap((app) =>
    Object.entries(snapshot(app)).map(
      ([file, template]) => [`${app} ${file.split('.')[0]}`, usesOf(template)] as const,
    ),
  ),
);
console.log(headRoomTable(usesByApp));
