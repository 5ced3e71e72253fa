import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, callAll, path, type Page } from './client';
import type { Delivery, Webhook } from './types';

const at = '/api/v1/webhooks';

/** What a client says about a webhook. */
export type WebhookDraft = Pick<Webhook, 'name' | 'url' | 'format' | 'events' | 'environments' | 'enabled'>;

export const useWebhooks = () => useQuery({ queryKey: ['webhooks'], queryFn: ({ signal }) => callAll<Webhook>(at, {}, 1000, signal), refetchInterval: 10_000 });

export const useDeliveries = (id: string) =>
  useQuery({ queryKey: ['webhooks', id, 'deliveries'], queryFn: ({ signal }) => call<Page<Delivery>>(path(`${at}/{id}/deliveries`, { id }), { query: { limit: 50 }, signal }), refetchInterval: 3000 });

function useChange<T, Answer>(run: (input: T) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks'] }) });
}

export const useCreateWebhook = () => useChange((body: WebhookDraft) => call<Webhook>(at, { method: 'POST', body }));

export const useSwitchWebhook = () =>
  useChange(({ webhook, enabled }: { webhook: Webhook; enabled: boolean }) => {
    const { name, url, format, events, environments } = webhook;
    return call<Webhook>(path(`${at}/{id}`, { id: webhook.id }), { method: 'PUT', body: { name, url, format, events, environments, enabled } });
  });

export const useTestWebhook = () => useChange((id: string) => call<Delivery>(path(`${at}/{id}/test`, { id }), { method: 'POST' }));

export const useDeleteWebhook = () => useChange((id: string) => call<void>(path(`${at}/{id}`, { id }), { method: 'DELETE' }));

export const useReplayDelivery = (id: string) => useChange((delivery: string) => call<Delivery>(path(`${at}/{id}/deliveries/{delivery}/replay`, { id, delivery }), { method: 'POST' }));
