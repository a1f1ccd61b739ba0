/** What of a record is the input of its execution. */
export class RecordInput {
  /**
   * The data in the record.
   *
   * - Kinesis: `data`, and Kafka: `value`, decoded. They must be JSON in UTF-8, or the record is set aside. A record of
   *   Kafka without a value, a tombstone, gives `null`.
   * - DynamoDB: the change as plain JSON,
   *   `{ "eventName": "MODIFY", "keys": { "id": "o-1" }, "newImage": { "id": "o-1", "total": 5 }, "oldImage": { … } }`,
   *   with the images that the stream has. Sets become lists, binary stays base64, and all digits of a number are kept. An
   *   item with more than eight lists and maps in one another is set aside.
   */
  public static data(): RecordInput {
    return new RecordInput('data');
  }

  /**
   * The whole record, with its data decoded.
   *
   * - Kinesis: `{ "partitionKey": "…", "sequenceNumber": "…", "data": { "orderId": "o-1" }, "eventID": "…", … }`
   * - Kafka: `{ "topic": "orders", "partition": "0", "offset": 15, "key": "<base64>", "value": { "orderId": "o-1" },
   *   "headers": [{ "name": [104, 105] }], … }`; without a value it has no `value`.
   * - DynamoDB: as it comes, in the JSON of DynamoDB: `{ "eventName": "INSERT", "dynamodb": { "Keys": { "id": { "S": "o-1" }
   *   }, "NewImage": { … }, … }, … }`
   */
  public static wholeRecord(): RecordInput {
    return new RecordInput('wholeRecord');
  }

  /** The whole record as it comes, its data in base64: for data that is no JSON. */
  public static encodedRecord(): RecordInput {
    return new RecordInput('encodedRecord');
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _kind: 'data' | 'wholeRecord' | 'encodedRecord',
  ) {}
}
