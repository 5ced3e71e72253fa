import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callRevised, path, Problem, type Revised } from './client';
import type { ConsentCount, Guardrail, Ramp } from './types';

const environmentAt = '/api/v1/environments/{environment}';
const experimentAt = `${environmentAt}/experiments/{key}`;

/** Null where the server says that there is none. */
async function orNull<T>(answer: Promise<Revised<T>>, code: string): Promise<Revised<T> | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && error.code === code) return null;
    throw error;
  }
}

// --- guardrails --------------------------------------------------------------------------------------------------------

export type GuardrailPolicy = Pick<Guardrail, 'metrics' | 'sample_ratio' | 'minimum_units'>;

/** How the experiment is watched; null where it is not. */
export const useGuardrail = (environment: string, key: string, enabled = true) =>
  useQuery({
    queryKey: ['experiment', environment, key, 'guardrail'],
    queryFn: ({ signal }) => orNull(callRevised<Guardrail>(path(`${experimentAt}/guardrail`, { environment, key }), { signal }), 'unknown_guardrail'),
    enabled,
  });

/** Watches the experiment by the policy, or no more where that is null. */
export function useSetGuardrail(environment: string, key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ policy, match }: { policy: GuardrailPolicy | null; match: string | null }): Promise<unknown> =>
      policy === null
        ? call<void>(path(`${experimentAt}/guardrail`, { environment, key }), { method: 'DELETE', match })
        : call<Guardrail>(path(`${experimentAt}/guardrail`, { environment, key }), { method: 'PUT', body: policy, match }),
    onSettled: () => client.invalidateQueries({ queryKey: ['experiment', environment, key] }),
  });
}

// --- ramps -------------------------------------------------------------------------------------------------------------

export interface RampOf {
  environment: string;
  kind: 'flag' | 'experiment';
  key: string;
}
export type RampPlan = { steps: Ramp['steps']; guardrail?: boolean };
export type RampStep = 'pause' | 'resume' | 'remove';

const rampAt = ({ environment, kind, key }: RampOf): string => path(`${environmentAt}/${kind}s/{key}/ramp`, { environment, key });

/** The ramp of a flag or experiment, asked again while it runs; null where there is none. */
export const useRamp = (of: RampOf) =>
  useQuery({
    queryKey: ['ramp', of],
    queryFn: ({ signal }) => orNull(callRevised<Ramp>(rampAt(of), { signal }), 'unknown_ramp'),
    refetchInterval: (query) => (query.state.data?.value.status === 'running' ? 10_000 : false),
  });

function useRampChanged(of: RampOf) {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [['ramp', of], [of.kind, of.environment, of.key], ['audit']]) void client.invalidateQueries({ queryKey });
  };
}

export function useSetRamp(of: RampOf) {
  const changed = useRampChanged(of);
  return useMutation({ mutationFn: ({ plan, match }: { plan: RampPlan; match: string | null }) => call<Ramp>(rampAt(of), { method: 'PUT', body: plan, match }), onSettled: changed });
}

export function useRampStep(of: RampOf) {
  const changed = useRampChanged(of);
  return useMutation({
    mutationFn: ({ step, match }: { step: RampStep; match: string | null }) =>
      step === 'remove' ? call<void>(rampAt(of), { method: 'DELETE', match }) : call<Ramp>(`${rampAt(of)}/${step}`, { method: 'POST', match }).then(() => undefined),
    onSettled: changed,
  });
}

// --- consent -----------------------------------------------------------------------------------------------------------

/** How many of the units seen lately a sensitive experiment leaves out. */
export const useConsentCount = (environment: string, key: string, enabled: boolean) =>
  useQuery({
    queryKey: ['experiment', environment, key, 'consent'],
    queryFn: ({ signal }) => call<ConsentCount>(path(`${experimentAt}/consent`, { environment, key }), { signal }),
    enabled,
  });
