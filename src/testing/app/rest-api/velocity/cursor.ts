import { RehearsalError } from '../../../rehearsal-error';

/** A place in a template. */
export class Cursor {
  public position = 0;

  constructor(public readonly text: string) {}

  public get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Goes on if the text here is of this form, and says what it was. */
  public take(form: RegExp): RegExpExecArray | undefined {
    const found = this.look(form);
    if (found) {
      this.position += found[0].length;
    }
    return found;
  }

  /** The same without going on. */
  public look(form: RegExp): RegExpExecArray | undefined {
    const sticky = form.sticky ? form : new RegExp(form, 'y');
    sticky.lastIndex = this.position;
    return sticky.exec(this.text) ?? undefined;
  }

  public demand(form: RegExp, what: string): RegExpExecArray {
    return this.take(form) ?? this.refuse(`${what} is expected`);
  }

  public refuse(why: string): never {
    const line = this.text.slice(0, this.position).split('\n').length;
    const here = this.text.slice(this.position, this.position + 30).split('\n')[0];
    throw new RehearsalError(`a template, line ${line}, at '${here}': ${why}\n${this.text}`);
  }
}
