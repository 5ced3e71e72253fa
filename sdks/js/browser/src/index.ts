export { createTurnout } from "./client.js";
export type * from "./keys.js";
export type * from "./types.js";
export { details } from "./values.js";
export { visitorName } from "./visitor.js";
