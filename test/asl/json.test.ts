import { sizeInBytes } from '../../src/asl/json';

test('size is counted in UTF-8 bytes of the JSON text', () => {
  expect(sizeInBytes('a')).toBe(3);
  expect(sizeInBytes('€')).toBe(5);
  expect(sizeInBytes({ a: [1, null] })).toBe('{"a":[1,null]}'.length);
});
