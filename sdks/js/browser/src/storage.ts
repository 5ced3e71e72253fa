/** JSON values on the device where that is allowed and possible, else in memory. */
export interface DeviceStorage {
  get<T>(name: string): T | false | undefined;
  /** An empty value (undefined, false) removes. */
  set(name: string, value?: unknown): void;
}

export const deviceStorage = (area: "localStorage" | "sessionStorage", allowed: () => boolean): DeviceStorage => {
  const memory: Record<string, string | undefined> = {};
  return {
    get(name) {
      try {
        return JSON.parse((memory[name] ?? (allowed() && globalThis[area][name])) as string);
      } catch {
        // Nothing there, no such storage (a server, a blocked frame), or someone else wrote there.
      }
    },
    set(name, value) {
      memory[name] = JSON.stringify(value);
      try {
        if (!value) delete globalThis[area][name];
        else if (allowed()) {
          globalThis[area][name] = memory[name];
          delete memory[name];
        }
      } catch {
        // As above, or the quota is used up: memory keeps it.
      }
    },
  };
};
