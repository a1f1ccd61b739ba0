/**
 * Why the emulator refused a deployment, where that is for something that it lacks; undefined for everything else, which
 * is a failure.
 */
export function emulatorRefusal(output: string): string | undefined {
  const [, types] = /Unrecognized resource types: \[([^\]]*)\]/.exec(output) ?? [];
  if (types !== undefined) return `MiniStack has no ${types}`;
  const [line] = output.split('\n').filter((one) => LACKS.some((lack) => lack.test(one)));
  return line === undefined ? undefined : `MiniStack: ${line.trim().replace(/^.*CREATE_FAILED\s*\|\s*/, '')}`;
}

const LACKS = [/^.*AWS::\w+::\w+.* is not supported/, /not yet implemented in MiniStack/, /Unsupported resource type/];
