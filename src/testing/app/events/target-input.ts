import { isObject, type Json, type JsonObject } from '../../../asl/json';
import type { BusEvent } from '../../integrations/event-buses';
import { RehearsalError } from '../../rehearsal-error';
import { DeliveryError } from './delivery-error';
import { valueAt } from './event-path';
import { filledTemplate, placeholdersOf } from './input-template';

/** What a target is given of an event. */
export class TargetInput {
  private readonly constant?: string;
  private readonly path?: string;
  private readonly transformer?: { readonly paths: Readonly<Record<string, string>>; readonly template: string };

  /**
   * @param target - Input, InputPath or InputTransformer
   * @param owner - whose target it is, for messages
   */
  constructor(target: JsonObject, owner: string) {
    const { Input, InputPath, InputTransformer } = target;
    if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1) {
      throw new RehearsalError(
        `EventBridge refuses a target of ${owner}: only one of Input, InputPath and InputTransformer must be provided`,
      );
    }
    this.constant = Input as string | undefined;
    this.path = InputPath as string | undefined;
    if (isObject(InputTransformer)) {
      const { InputPathsMap = {}, InputTemplate } = InputTransformer;
      const paths = InputPathsMap as Record<string, string>;
      const template = String(InputTemplate);
      // Recorded: localstack test_events_inputs::test_put_events_with_input_transformer_missing_keys, 2024-06-11.
      const unknown = placeholdersOf(template).find((name) => !Object.hasOwn(paths, name) && !name.startsWith('aws.'));
      if (unknown !== undefined) {
        throw new RehearsalError(
          `EventBridge refuses a target of ${owner}: InputTemplate contains invalid placeholder ${unknown}`,
        );
      }
      this.transformer = { paths, template };
    }
  }

  public get kind(): 'event' | 'constant' | 'path' | 'transformer' {
    if (this.constant !== undefined) {
      return 'constant';
    }
    return this.path !== undefined ? 'path' : this.transformer ? 'transformer' : 'event';
  }

  /** As a text: JSON, unless a template made none of it. */
  public textOf(event: BusEvent, rule: { readonly arn: string; readonly name: string }, now: string): string {
    const whole = event as unknown as JsonObject;
    if (this.constant !== undefined) {
      return this.constant;
    }
    if (this.path !== undefined) {
      return JSON.stringify(valueAt(this.path, whole) ?? null);
    }
    if (!this.transformer) {
      return JSON.stringify(event);
    }
    const { paths, template } = this.transformer;
    const { detail: _detail, 'detail-type': detailType, ...withoutDetail } = whole;
    const values: Record<string, Json | undefined> = {
      'aws.events.rule-arn': rule.arn,
      'aws.events.rule-name': rule.name,
      'aws.events.event.ingestion-time': now,
      // Recorded: localstack test_events_inputs::test_input_transformer_predefined_variables, 2024-06-11.
      'aws.events.event': { ...withoutDetail, detailType },
      'aws.events.event.json': whole,
    };
    for (const [name, path] of Object.entries(paths)) {
      values[name] = valueAt(path, whole);
    }
    const text = filledTemplate(template, values);
    if (!isJson(text)) {
      throw new DeliveryError('INVALID_JSON', 'the input transformer made no JSON of the event', { attempted: text });
    }
    return text;
  }
}

/** A template may hold several texts, each on a line of its own. */
function isJson(text: string): boolean {
  return parses(text) || text.split('\n').every((line) => line.trim() === '' || parses(line));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
