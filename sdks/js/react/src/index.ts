export { useFlag, useFlagDetails, useFlags, useSuspenseFlag } from "./flags.js";
export { Experiment, useExperiment, useExperimentVariant, useVisitorExperiment, Variant } from "./experiments.js";
export type { ExperimentOptions, ExperimentState } from "./experiments.js";
export { TurnoutProvider, useTurnout } from "./provider.js";
export type { TurnoutProviderProps } from "./provider.js";
