/** A UUIDv7: time first, so the server's index grows at one end. `crypto.randomUUID` needs a secure context, and plain http in a local network is none. */
export const uuid = (): string => {
  const time = "0" + Date.now().toString(16); // 12 digits, until the year 2527
  return time.replace(/.{8}/, "$&-") + "-7xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => (crypto.getRandomValues(new Uint8Array(1))[0]! & 15).toString(16));
};
