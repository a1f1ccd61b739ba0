/**
 * Rewrites the compiled `index.js` so that a file is loaded when one of its names is first used.
 *
 * The compiler's barrel loads every file at once, which every `cdk synth` of every user would pay for. Node finds the
 * names that an ES module may import by scanning the text: it counts the assignment, and would take the name out again
 * for a getter that it does not know, did `_n =` not hide the getter's name from it.
 */
export function lazyBarrel(compiled: string): string {
  const files = new Map<string, string>();
  const lines = ['"use strict";', 'Object.defineProperty(exports, "__esModule", { value: true });', 'let _n;'];

  for (const line of compiled.split('\n')) {
    const load = /^(?:var|const) (\w+) = require\("(.+)"\);$/.exec(line);
    const name = /^Object\.defineProperty\(exports, "(\w+)", .* return (\w+)\.(\w+); } }\);$/.exec(line);
    if (load) {
      files.set(load[1], load[2]);
    } else if (name) {
      lines.push(...lazyExport(name[1], files.get(name[2]), name[3]));
    } else if (!IGNORED.test(line)) {
      throw new Error(`src/index.ts may only re-export names from files, but was compiled to: ${line}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Lines that the rewritten barrel has of its own or does without. */
const IGNORED = /^$|^"use strict";$|"__esModule"|^exports\..* = void 0;$|^\/\//;

function lazyExport(name: string, file: string | undefined, member: string): string[] {
  if (file === undefined) {
    throw new Error(`${name} comes from no file that the barrel loads`);
  }
  return [
    `exports.${name} = void 0;`,
    `Object.defineProperty(exports, _n = "${name}", { enumerable: true, configurable: true, get: () => {`,
    `  const value = require("${file}").${member};`,
    `  Object.defineProperty(exports, _n = "${name}", { enumerable: true, configurable: true, value });`,
    '  return value;',
    '} });',
  ];
}
