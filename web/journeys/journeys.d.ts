declare module '*/browser.mjs' {
  import type { BrowserContext } from 'playwright-core';
  export function openBrowser(options?: { dark?: boolean; width?: number; height?: number; locale?: string; motion?: boolean }): Promise<{ context: BrowserContext; close: () => Promise<void> }>;
  export function endBrowser(): Promise<void>;
}
declare module '*/server.mjs' {
  export const adminToken: string;
  export type Api = <T = unknown>(method: string, path: string, body?: unknown, key?: string) => Promise<T>;
  export function startServer(options?: { withToken?: boolean; data?: string; settings?: Record<string, string> }): Promise<{ address: string; api: Api; signInAddress: () => string | undefined; stop: () => Promise<void> }>;
}
declare module '*/seed.mjs' {
  import type { Api } from '*/server.mjs';
  export function seed(api: Api, options?: { environment?: string; users?: number }): Promise<{ serverKey: string }>;
}
