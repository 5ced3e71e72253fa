import type { Condition } from '../lib/condition';
import type { Json } from '../lib/json';

/** What the API speaks. Where the OpenAPI document is exact, `schema.ts` (generated) is checked against these; see tests/api-types.test.ts. */

export type FlagType = 'boolean' | 'string' | 'number' | 'json';

export interface Variant {
  key: string;
  value: Json;
}

/** A variant's key or a value; or a share, a split, an experiment. */
export type Serve = Json;

export interface Rule {
  name?: string | null;
  if?: Condition | null;
  serve: Serve;
}

export interface Prerequisite {
  flag: string;
  variants: string[];
}

export interface Flag {
  key: string;
  description: string;
  type: FlagType;
  enabled: boolean;
  variants: Variant[];
  off_variant?: string | null;
  on_variant?: string | null;
  unit: string;
  deny: string[];
  allow: string[];
  audience?: Condition | null;
  rules: Rule[];
  rollout: number;
  algorithm: string;
  salt?: string | null;
  prerequisites: Prerequisite[];
  critical: boolean;
  tags: string[];
  created_at: string;
  updated_at: string;
}

export interface Context {
  [attribute: string]: Json;
}

export interface FlagEvaluation {
  value: Json;
  variant: string | null;
  reason: string;
  rule?: string | null;
  bucket?: number | null;
  experiment?: string | null;
  error_code?: string | null;
  ruleset_version?: number;
}

export interface Segment {
  key: string;
  description?: string | null;
  if: Condition;
  created_at: string;
  updated_at: string;
}

export interface Metric {
  key: string;
  description?: string | null;
  event: string;
  type: string;
  window_days: number;
  goal: 'increase' | 'decrease';
  denominator_event?: string | null;
  created_at: string;
  updated_at: string;
}

export type ExperimentStatus = 'draft' | 'running' | 'paused' | 'stopped' | 'archived';

export interface Arm {
  key: string;
  weight: number;
  value?: Json;
}

export interface Experiment {
  key: string;
  description: string;
  hypothesis?: string | null;
  status: ExperimentStatus;
  unit: string;
  assignment: 'deterministic' | 'random';
  algorithm: string;
  salt?: string | null;
  variants: Arm[];
  control?: string | null;
  traffic: number;
  if?: Condition | null;
  start_at?: string | null;
  stop_at?: string | null;
  started_at?: string | null;
  stopped_at?: string | null;
  winner?: string | null;
  metrics: string[];
  sensitive?: boolean;
  assignments?: number | null;
  created_at: string;
  updated_at: string;
}

export interface Comparison {
  variant: string;
  control: string;
  /** `ok`, or why there are no numbers. */
  status: string;
  reason: string | null;
  difference: number | null;
  lift: number | null;
  z: number | null;
  p_value: number | null;
  confidence_interval: number[] | null;
  lift_interval: number[] | null;
  significant: boolean;
  /** `win`, `loss`, `no_difference_shown`, `not_enough_data` or `unhealthy`. */
  verdict: string;
  /** Fisher's, where few units converted; it then decides the verdict. */
  exact_p_value?: number | null;
}

export interface MetricResult {
  key: string;
  type: string;
  goal: 'increase' | 'decrease';
  window_days: number;
  variants: { key: string; units: number; total: number | null; mean: number | null }[];
  comparisons: Comparison[];
}

export interface Results {
  experiment: string;
  status: ExperimentStatus;
  as_of: string;
  sample_ratio: { p_value: number | null; mismatch: boolean };
  multiply_exposed: number;
  unknown_variants: number;
  /** `weight` is the variant's share of the weights, 0 to 1. */
  variants: { key: string; weight: number; assignments: number; exposures: number; units: number }[];
  metrics: MetricResult[];
}

export interface Environment {
  key: string;
  name: string;
  version: number;
  created_at: string;
}

export interface ApiKey {
  id: string;
  kind: 'server' | 'client';
  name: string;
  hint: string;
  created_by: string;
  created_at: string;
}

export interface NewApiKey extends ApiKey {
  key: string;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  kind: string;
  target: string;
  environment: string | null;
  request_id: string | null;
  metadata: Record<string, Json>;
  before?: Json;
  after?: Json;
}

export interface Session {
  actor: string;
  rights: string[];
}
