/** Those who want to know what a service in memory takes in, such as a pipe of a rehearsed app. */
export class Listeners<Event> {
  private readonly listeners: ((event: Event) => void)[] = [];

  public add(listener: (event: Event) => void): void {
    this.listeners.push(listener);
  }

  public tell(event: Event): void {
    for (const listener of this.listeners) {
      listener(event);
    }
  }
}
