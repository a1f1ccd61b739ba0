/** A colour and what can be read on it, in notations without `#`, which means something in a template. */
export interface Accent {
  readonly color: string;
  readonly onColor: 'black' | 'white';
}

export const DEFAULT_ACCENT = '#1f5fbf';

/** @param hex - `#1f5fbf` */
export function accentOf(hex: string): Accent {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  // Where the contrasts to black and to white are the same. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  const isBright = (luminance + 0.05) ** 2 > 0.05 * 1.05;
  return { color: `rgb(${red} ${green} ${blue})`, onColor: isBright ? 'black' : 'white' };
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
