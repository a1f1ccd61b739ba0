import { styleText } from 'node:util';

export type Colour = 'green' | 'red' | 'yellow' | 'blue' | 'magenta' | 'dim' | 'bold';

export type Paint = (colour: Colour, text: string) => string;

/** Colours for people at a terminal who have not asked for none: https://no-color.org */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return stream.isTTY && !process.env.NO_COLOR ? styleText : (_, text) => text;
}
