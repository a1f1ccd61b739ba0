import { isObject, type Json } from '../../../asl/json';
import type { VirtualClock } from '../../execution/clock';
import { PipeFailure, type PipeStage } from './pipe-failure';
import type { PipeResource } from './pipe-resource';
import type { DataField } from './pipe-source';
import { recordView } from './record-view';

/** Makes of one record what the enrichment or the target gets of it. */
export type Fill = (record: Json) => Json;

interface Placeholder {
  /** `$.body.orderId`, `aws.pipes.pipe-arn` */
  readonly name: string;
  /** Whether it stands between quotes, as a part of a text. */
  readonly quoted: boolean;
}

/**
 * The input template of a stage, for each record of a batch on its own; without one a record is handed on as it is.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export function inputTemplate(
  stage: PipeStage,
  pipe: PipeResource,
  fields: readonly DataField[],
  clock: VirtualClock,
): Fill {
  const template = stage === 'ENRICHMENT' ? pipe.enrichmentTemplate : pipe.targetTemplate;
  if (template === undefined) {
    return (record) => record;
  }
  const parts = partsOf(template);
  return (record) => {
    const text = parts
      .map((part) => (typeof part === 'string' ? part : written(resolved(part, record, pipe, fields, clock), part)))
      .join('');
    try {
      return JSON.parse(text);
    } catch {
      // Functions and state machines take nothing else, so the delivery fails.
      throw new PipeFailure(stage, 'InvalidInput', `the input template gives no JSON: ${text}`);
    }
  };
}

/** The texts of a template, and what is put between them. */
function partsOf(template: string): (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let quoted = false;
  for (const part of template.split(/(<(?:\$[^<>]*|aws\.pipes\.[\w.-]+)>)/)) {
    if (/^<(\$|aws\.)/.test(part)) {
      parts.push({ name: part.slice(1, -1), quoted });
    } else {
      quoted = (part.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1 ? !quoted : quoted;
      parts.push(part);
    }
  }
  return parts;
}

/** Outside of quotes a value is JSON; within it is a part of the text. What is not there is an empty text. */
function written(value: Json | undefined, { quoted }: Placeholder): string {
  if (!quoted) {
    return JSON.stringify(value ?? '');
  }
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function resolved(
  { name }: Placeholder,
  record: Json,
  pipe: PipeResource,
  fields: readonly DataField[],
  clock: VirtualClock,
): Json | undefined {
  switch (name) {
    case 'aws.pipes.pipe-arn':
      return pipe.arn;
    case 'aws.pipes.pipe-name':
      return pipe.name;
    case 'aws.pipes.source-arn':
      return pipe.sourceArn;
    case 'aws.pipes.enrichment-arn':
      return pipe.enrichmentArn;
    case 'aws.pipes.target-arn':
      return pipe.targetArn;
    case 'aws.pipes.event.ingestion-time':
      return new Date(clock.now).toISOString();
    case 'aws.pipes.event':
      return record;
    case 'aws.pipes.event.json':
      return recordView(record, fields);
  }
  if (!/^\$(\.[\w/-]+|\[\d+\])*$/.test(name)) {
    throw pipe.notRehearsed(`the input template variable <${name}>`);
  }
  const steps = [...name.matchAll(/\.([\w/-]+)|\[(\d+)\]/g)].map(([, member, index]) => member ?? Number(index));
  return steps.reduce<Json | undefined>((value, step) => memberOf(value, step), recordView(record, fields));
}

function memberOf(value: Json | undefined, step: string | number): Json | undefined {
  if (typeof step === 'number') {
    return Array.isArray(value) ? value[step] : undefined;
  }
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
