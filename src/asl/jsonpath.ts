export interface PathStart {
  /** What the path begins at: the current value (`$`), the context object (`$$`), or a variable (`$name`). */
  readonly kind: 'value' | 'context' | 'variable';
  /** Name of the variable. */
  readonly variable?: string;
  /** The path from there, beginning with `$`. */
  readonly rest: string;
}

export function startOfPath(path: string): PathStart {
  if (path.startsWith('$$')) {
    return { kind: 'context', rest: path.slice(1) };
  }
  const variable = /^\$([\p{ID_Start}][\p{ID_Continue}]*)(.*)$/su.exec(path);
  return variable
    ? { kind: 'variable', variable: variable[1], rest: `$${variable[2]}` }
    : { kind: 'value', rest: path };
}

/** Step Functions takes any characters in a name after a dot (`$.detail-type`); the standard wants such names quoted. */
export function toRfc9535(path: string): string {
  return path.replace(/\[(?:'[^']*'|[^\]'])*\]|\.([^.[*]+)/g, (segment, name?: string) =>
    name === undefined || /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? segment : `['${name}']`,
  );
}
