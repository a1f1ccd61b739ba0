import { sinceCdk } from './since-cdk';

test('tests run on the CDK that they need and on newer ones, and are skipped on older ones', () => {
  expect(sinceCdk('2.99.0')).toEqual({ describe, test });
  expect(sinceCdk('99.0.0')).toEqual({ describe: describe.skip, test: test.skip });
});
