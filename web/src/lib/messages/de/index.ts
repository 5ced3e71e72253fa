import { access } from './access';
import { decisions } from './decisions';
import { environments } from './environments';
import { events } from './events';
import { experiments } from './experiments';
import { flags } from './flags';
import { frame } from './frame';
import { history } from './history';
import { metrics } from './metrics';
import { results } from './results';
import { safety } from './safety';
import { segments } from './segments';
import { start } from './start';
import { targeting } from './targeting';
import type { Messages } from '../../i18n';

export const de: Messages = {
  ...frame,
  ...flags,
  ...targeting,
  ...history,
  ...experiments,
  ...decisions,
  ...results,
  ...safety,
  ...metrics,
  ...segments,
  ...access,
  ...environments,
  ...events,
  ...start,
};
