/** Whether a text exists that both patterns match; `*` is any text, `?` any character, as in policies of IAM. */
export function patternsOverlap(one: string, other: string): boolean {
  // reachable[j]: whether what was read of `one` and the first j characters of `other` can be the same text.
  let reachable = Array.from(
    { length: other.length + 1 },
    (_, index) => index === 0 || /^\**$/.test(other.slice(0, index)),
  );
  for (const character of one) {
    const next: boolean[] = [character === '*' && reachable[0]];
    for (let index = 1; index <= other.length; index++) {
      const opposite = other[index - 1];
      next[index] =
        character === '*' || opposite === '*'
          ? reachable[index] || next[index - 1] || reachable[index - 1]
          : (character === opposite || character === '?' || opposite === '?') && reachable[index - 1];
    }
    reachable = next;
  }
  return reachable[other.length];
}
