/** What of a message is the input of its execution. */
export class MessageInput {
  /**
   * The body: the JSON value that it is, or a JSON string where it is no JSON. `{"id": 1}` gives `{ "id": 1 }`, `hello`
   * gives `"hello"`.
   */
  public static body(): MessageInput {
    return new MessageInput(true);
  }

  /**
   * The whole message, its body as a text:
   * `{ "messageId": "…", "body": "{\"id\": 1}", "attributes": { … }, "messageAttributes": { … }, … }`.
   */
  public static wholeMessage(): MessageInput {
    return new MessageInput(false);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _bodyOnly: boolean,
  ) {}
}
