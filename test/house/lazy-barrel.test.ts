import { lazyBarrel } from '../../build-tools/lazy-barrel/lazy-barrel';

const COMPILED = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.B = exports.A = void 0;
var a_1 = require("./a");
Object.defineProperty(exports, "A", { enumerable: true, get: function () { return a_1.A; } });
Object.defineProperty(exports, "B", { enumerable: true, get: function () { return a_1.Original; } });
//# sourceMappingURL=index.js.map`;

function load(text: string) {
  const loaded: string[] = [];
  const exports: Record<string, unknown> = {};
  const require = (file: string) => {
    loaded.push(file);
    return { A: 'the a', Original: 'the b' };
  };
  new Function('exports', 'require', text)(exports, require);
  return { exports, loaded };
}

test('knows all names, and loads a file when one of them is first used', () => {
  const { exports, loaded } = load(lazyBarrel(COMPILED));

  expect(Object.keys(exports)).toEqual(['A', 'B']);
  expect(loaded).toEqual([]);
  expect([exports.A, exports.A, exports.B]).toEqual(['the a', 'the a', 'the b']);
  expect(loaded).toEqual(['./a', './a']);
});

test('refuses a barrel that does more than re-export', () => {
  expect(() => lazyBarrel(`${COMPILED}\nconst x = 1;`)).toThrow('const x = 1;');
});
