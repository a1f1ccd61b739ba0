/** A small seeded generator (mulberry32): the same seed gives the same rehearsal. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A v4-shaped UUID out of a generator of numbers. */
export function uuidFrom(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit & 0x3) | 0x8).toString(16);
  });
}

/** A seed that differs from text to text (FNV-1a). */
export function seedFrom(text: string): number {
  let seed = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) {
    seed = Math.imul(seed ^ byte, 0x01000193);
  }
  return seed >>> 0;
}
