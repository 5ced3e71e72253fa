import type { Condition } from '../lib/condition';
import type { Json } from '../lib/json';
import type { components } from './schema';

/** What the API speaks: the shapes generated from the server's OpenAPI document, with the free JSON in them named. */
type Api = components['schemas'];
type With<T, Members> = Omit<T, keyof Members> & Members;

export type FlagType = Api['FlagType'];
export type Variant = With<Api['VariantDefinition'], { value: Json }>;
/** A variant's key or a value; or a share, a split, an experiment. */
export type Serve = Json;
export interface Rule {
  name?: string | null;
  if?: Condition | null;
  serve: Serve;
}
export type Prerequisite = Api['PrerequisiteDefinition'];
/** A flag; what the server alone decides may be missing in one that is being made. */
export type Flag = With<
  Api['FlagBody'],
  { variants: Variant[]; off_variant?: string | null; on_variant?: string | null; audience?: Condition | null; rules: Rule[]; salt?: string | null }
>;
export type FlagState = Api['FlagStateBody'];
export type FlagTag = Api['FlagTagBody'];
export type FlagEvaluation = With<Api['FlagEvaluationBody'], { value: Json }>;
export type RecentContexts = With<Api['RecentContextsBody'], { items: { context: Context; seen_at: string }[] }>;

export interface Context {
  [attribute: string]: Json;
}

export type Segment = With<Api['SegmentBody'], { description?: string | null; if: Condition }>;
/** One member in which two states of an item differ. */
export type Difference = With<Api['Difference'], { before?: Json; after?: Json }>;
export type Revision = With<Api['RevisionBody'], { differences: Difference[] }>;
export type Metric = With<Api['MetricBody'], { description?: string | null; denominator_event?: string | null }>;

export type ExperimentStatus = Api['ExperimentStatus'];
export interface Arm {
  key: string;
  weight: number;
  value?: Json;
}
/** How an experiment's numbers become a verdict. */
export type Decision = Api['DecisionRule'];
export type Layer = Api['LayerSlots'];
export type Experiment = With<Api['ExperimentBody'], { variants: Arm[]; if?: Condition | null }>;

export type Comparison = Api['ComparisonBody'];
export type MetricResult = Api['MetricResultBody'];
export type Results = Api['ResultsBody'];

export type ResultsByDay = Api['ResultsByDayBody'];
export type ResultsBySlice = Api['ResultsBySliceBody'];
export type Plan = Api['PlanBody'];
/** What a snapshot holds, as it was computed: the server hands it out as it lies. */
export interface SnapshotContent {
  experiment: Pick<Experiment, 'key' | 'description' | 'hypothesis' | 'unit' | 'assignment' | 'control' | 'status' | 'started_at' | 'stopped_at' | 'winner'>;
  results: Results;
  days: ResultsByDay;
}
export type Snapshot = With<Api['SnapshotBody'], { content?: SnapshotContent }>;
export type SharedResults = With<Api['SharedResultsBody'], { content: SnapshotContent }>;
export type Link = Api['LinkBody'];
export type Guardrail = Api['GuardrailBody'];
export type Ramp = With<Api['RampBody'], { status: 'running' | 'paused' | 'done' }>;
export type Deletion = Api['DeletionBody'];
export type ConsentCount = Api['ConsentCountBody'];
export type FlagExperimentPreview = With<Api['FlagExperimentPreview'], { experiment: Experiment }>;

export type RecentEvent = With<Api['RecentEventBody'], { properties: Json }>;
export type Environment = Api['EnvironmentBody'];
type KeyKind = { kind: 'server' | 'client' };
export type ApiKey = With<Api['KeyBody'], KeyKind>;
export type NewApiKey = With<Api['NewKeyBody'], KeyKind>;
export type CohortMember = Api['CohortBody'];
export type Connections = Api['ConnectionsBody'];
export type Token = With<Api['TokenBody'], { kind: 'personal' | 'service' | 'admin'; token?: string }>;
export type Sink = Api['SinkBody'];
export type DeadLetter = With<Api['DeadLetterBody'], { event: Json }>;
export type Settings = Api['EnvironmentSettings'];
export type AuditChain = Api['AuditChainBody'];
export type AuditEntry = With<Api['AuditBody'], { metadata: Record<string, Json>; before: Json; after: Json }>;
export type Session = Api['SessionBody'];
export type Demo = Api['DemoBody'];

export type Role = 'viewer' | 'editor' | 'releaser' | 'admin';
export type Member = With<Api['MemberBody'], { roles: Record<string, Role> }>;
export type Invitation = Api['InvitationBody'];
export type SignInMethods = Api['SignInMethodsBody'];
export type Webhook = Api['WebhookBody'];
export type Delivery = With<Api['DeliveryBody'], { status: 'pending' | 'delivered' | 'failed' }>;
export type Preview = Api['PreviewBody'];
export type Draft = Api['DraftBody'];
