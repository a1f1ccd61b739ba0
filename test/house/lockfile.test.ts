import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<
    string,
    { version?: string; integrity?: string; resolved?: string; optionalDependencies?: Record<string, string> }
  >;
};

test('the lock file names no registry, so that npm asks the one that is configured', () => {
  const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved);

  expect(addressed).toEqual([]);
});

test('the lock file pins every package by its content', () => {
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  // What a package bundles is pinned by the integrity of that package.
  const unpinned = installed.filter(([, entry]) => !entry.integrity && !('inBundle' in entry));

  expect(unpinned).toEqual([]);
});

test('the lock file knows the binaries of every platform, or npm ci would refuse it', () => {
  const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );

  expect(optional.length).toBeGreaterThan(10);
  expect(optional.filter((name) => !locked.has(name))).toEqual([]);
});
