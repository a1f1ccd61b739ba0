/** Whether a text stands, in part or as a whole, for a value that only the deployment knows: `${key}`. */
export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}
