import type { decisions as english } from '../en/decisions';

export const decisions: Record<keyof typeof english, string> = {
  'decide.always_valid': 'always-valid: täglich ansehen',
  'decide.always_validHint': 'Aufhören, sobald es ein Urteil gibt; frühes Ansehen kostet nur etwas Stichprobe.',
  'decide.fixed_horizon': 'fester Horizont: ein Blick am Ende',
  'decide.fixed_horizonHint': 'Braucht das geplante Ende. Früher entscheiden lässt Zufall wie Wirkung aussehen.',
  'decide.hint': 'Beim Start festgelegt, damit niemand die Regel nach den Zahlen wählt.',
  'decide.marginOf': 'Geduldeter Schaden an {metric}, in %',
  'decide.method': 'Methode',
  'decide.minimum': 'Einheiten, die jede Variante vor einem Urteil braucht',
  'decide.roleOf': 'Rolle von {metric}',
  'decide.title': 'Wie es entscheidet',

  'plan.choose': 'Wähle eine Metrik, um zu sehen, wie lange es dauert.',
  'plan.days': 'Etwa {days} Tage bei heutigem Verkehr, {low} bis {high}.',
  'plan.detectable': 'Nach {days} Tagen: {effect}',
  'plan.effect': 'Die kleinste Änderung, die zählt, in %',
  'plan.hint': 'Aus dem, was die Metrik in dieser Umgebung bisher tat.',
  'plan.mean': 'Bisher {mean} je Einheit, {units} Einheiten gesehen.',
  'plan.never': 'nicht erreichbar',
  'plan.sample': '{units} Einheiten insgesamt finden eine Änderung von {effect} mit {power} Wahrscheinlichkeit.',
  'plan.title': 'Plan',
};
