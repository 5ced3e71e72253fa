import { chromium, type Browser } from "playwright-core";
import { newFolder, removeFolder } from "./processes.js";

/** Debian's Chromium, without the window that nobody sees, that calls nobody by itself. */
export const openChromium = async (): Promise<Browser> => {
  const home = newFolder();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    env: { ...process.env, HOME: home },
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  browser.on("disconnected", () => removeFolder(home));
  return browser;
};
