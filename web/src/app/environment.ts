const storageKey = 'turnout.environment';

export const lastEnvironment = (): string | null => localStorage.getItem(storageKey);
export const rememberEnvironment = (key: string): void => localStorage.setItem(storageKey, key);
