import { flags } from './flags';
import { frame } from './frame';

/** What travels with the first load. */
export const first = { ...frame, ...flags };
