import { type Ask, findPython } from '../../../build-tools/integ/run/python';

const versions =
  (known: Record<string, string>): Ask =>
  (command) =>
    known[command];

test('the first Python that is new enough', () => {
  const known = { python3: 'Python 3.9.18\n', 'python3.11': 'Python 3.11.7\n', 'python3.10': 'Python 3.10.1\n' };

  expect(findPython(undefined, versions(known))).toBe('python3.11');
});

test('the one that is named, and no other', () => {
  const known = { python3: 'Python 3.12.0', '/opt/python': 'Python 3.10.0' };

  expect(findPython('/opt/python', versions(known))).toBe('/opt/python');
  expect(() => findPython('/nowhere', versions(known))).toThrow('No Python 3.10 was found (/nowhere does not run).');
});

test('without one it says what there is and what to install', () => {
  const old = versions({ python3: 'Python 3.9.2\n', python: 'Python 2.7.18\n' });

  expect(() => findPython(undefined, old)).toThrow(
    'No Python 3.10 was found (python3 is Python 3.9.2, python is Python 2.7.18).',
  );
  expect(() => findPython(undefined, versions({}))).toThrow(/^No Python 3.10 was found\.\n.*Install it/);
  expect(() => findPython(undefined, versions({}))).toThrow('sudo apt-get install python3 python3-venv');
});
