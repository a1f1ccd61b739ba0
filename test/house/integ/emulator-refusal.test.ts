import { emulatorRefusal } from '../../../build-tools/integ/run/emulator-refusal';

test('types that the emulator does not know', () => {
  const output = 'x: creating\nTemplate format error: Unrecognized resource types: [AWS::A::B, AWS::C::D]\n';

  expect(emulatorRefusal(output)).toBe('MiniStack has no AWS::A::B, AWS::C::D');
});

test('properties of a type that it does not know', () => {
  const line = 'AWS::CloudWatch::Alarm Properties.Metrics (metric math) is not supported; use MetricName.';

  expect(emulatorRefusal(`App | 1:12 AM | CREATE_FAILED           | ${line}\nmore`)).toBe(`MiniStack: ${line}`);
});

test('everything else is a failure of the app', () => {
  expect(emulatorRefusal('Template error: Fn::Select cannot select nonexistent value at index 1')).toBeUndefined();
  expect(emulatorRefusal('TypeError: x is not a function')).toBeUndefined();
  expect(emulatorRefusal('')).toBeUndefined();
});
