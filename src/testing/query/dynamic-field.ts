/** Fields whose value may come from the state's data, in JSONPath through a second field named `…Path`. */
export type DynamicField = 'TimeoutSeconds' | 'HeartbeatSeconds' | 'Seconds' | 'Timestamp' | 'Error' | 'Cause';

export const FIELD_TYPES: Record<DynamicField, 'number' | 'string'> = {
  TimeoutSeconds: 'number',
  HeartbeatSeconds: 'number',
  Seconds: 'number',
  Timestamp: 'string',
  Error: 'string',
  Cause: 'string',
};
