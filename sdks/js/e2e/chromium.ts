import { chromium, type Browser } from "playwright-core";
import { newFolder } from "./processes.js";

/** Debian's Chromium, headless, that calls nobody by itself. */
export const openChromium = (): Promise<Browser> => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  env: { ...process.env, HOME: newFolder() },
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
