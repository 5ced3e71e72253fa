import type { DeviceStorage } from "./storage.js";
import { uuid } from "./uuid.js";

/** Name of the visitor cookie, and of the entry in localStorage. A server that renders pages reads and sets the same cookie. */
export const visitorName = "turnout_visitor";

/** The visitor id of this browser, or a new one; none on a server. The cookie goes first: it is what the server saw when it rendered the page. */
export const readVisitor = (storage: DeviceStorage): string | undefined =>
  globalThis.document && (document.cookie.match("\\b" + visitorName + "=([\\w.-]+)")?.[1] || storage.get<string>(visitorName) || uuid());
