import { describe, expect, it } from 'vitest';
import { groupOf, isEveryone, partsOf, readList, readValue, segmentsIn, withOperator, writeValue, type Condition } from '../src/lib/condition';
import { text } from '../src/lib/i18n';
import { conditionText, serveText } from '../src/lib/sentences';

describe('Typed values', () => {
  it.each([
    ['pro', 'pro'],
    ['5', 5],
    ['-2.5', -2.5],
    ['true', true],
    ['"5"', '5'],
    ['00789', '00789'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e5', '1e5'],
    ['', ''],
  ])('%s means %s', (typed, value) => expect(readValue(typed)).toBe(value));

  it.each(['pro', '5', 'true', '"quoted"', '00789', ''])('The text %s comes back as the same text', (value) => expect(readValue(writeValue(value))).toBe(value));
  it.each([5, -1.25, true, false])('The value %s comes back as itself', (value) => expect(readValue(writeValue(value))).toBe(value));
});

it('A pasted list is split at lines, commas, semicolons and tabs, without doubles', () => {
  expect(readList('a, b\nc;d\t a\r\n\n')).toEqual(['a', 'b', 'c', 'd']);
});

describe('Changing the operator keeps what can be kept', () => {
  it('makes a list of a single value', () => expect(withOperator({ attribute: 'plan', op: 'equals', value: 'pro' }, 'in')).toEqual({ attribute: 'plan', op: 'in', value: ['pro'] }));
  it('takes the first of a list', () => expect(withOperator({ attribute: 'plan', op: 'in', value: ['pro', 'team'] }, 'equals').value).toBe('pro'));
  it('asks for presence by default', () => expect(withOperator({ attribute: 'plan', op: 'in', value: ['pro'] }, 'exists').value).toBe(true));
  it('drops ignore_case where it has no meaning', () => expect(withOperator({ attribute: 'a', op: 'contains', value: 'x', ignore_case: true }, 'gt')).toEqual({ attribute: 'a', op: 'gt', value: 'x' }));
});

describe('Groups', () => {
  const plan: Condition = { attribute: 'plan', op: 'equals', value: 'pro' };
  const beta: Condition = { segment: 'beta' };
  it('of one part is that part, of none is nothing', () => {
    expect(groupOf('any', [plan])).toBe(plan);
    expect(groupOf('all', [])).toBeNull();
  });
  it.each<Condition | null>([null, plan, { all: [plan, beta] }, { any: [plan, { not: beta }] }])('%j is taken apart and put together again', (condition) => {
    const { match, parts } = partsOf(condition);
    expect(groupOf(match, parts)).toEqual(condition);
  });
  it('know the segments they name', () => expect(segmentsIn({ all: [plan, { any: [beta, { not: { segment: 'staff' } }] }] })).toEqual(['beta', 'staff']));
  it('that are empty let everyone in', () => {
    expect(isEveryone({ all: [] })).toBe(true);
    expect(isEveryone({ any: [] })).toBe(false);
    expect(isEveryone(plan)).toBe(false);
  });
});

describe('Sentences', () => {
  it.each<[Condition | null, string]>([
    [null, 'everyone'],
    [{ all: [] }, 'everyone'],
    [{ any: [] }, 'nobody'],
    [{ attribute: 'plan', op: 'equals', value: 'pro' }, 'plan is pro'],
    [{ attribute: 'age', op: 'gte', value: 18 }, 'age ≥ 18'],
    [{ attribute: 'email', op: 'exists', value: false }, 'email is absent'],
    [{ attribute: 'email', op: 'ends_with', value: '@x.eu', ignore_case: true }, 'email ends with @x.eu (in any case)'],
    [{ attribute: 'country', op: 'in', value: ['DE', 'FR'] }, 'country is one of DE, FR'],
    [{ attribute: 'id', op: 'in', value: ['1', '2', '3', '4', '5', '6', '7', '8'] }, 'id is one of 1, 2, 3, 4, 5, 6 and 2 more'],
    [{ not: { segment: 'staff' } }, 'not in segment staff'],
    [{ all: [{ segment: 'beta' }, { any: [{ attribute: 'a', op: 'equals', value: 1 }, { attribute: 'b', op: 'equals', value: 2 }] }] }, 'in segment beta and (a is 1 or b is 2)'],
  ])('%j reads “%s”', (condition, sentence) => expect(conditionText(text, condition)).toBe(sentence));

  it.each([
    ['blue', 'blue'],
    [{ rollout: 20 }, 'on for 20%'],
    [{ split: { a: 1, b: 3 } }, 'a 25%, b 75%'],
    [{ experiment: 'hero' }, 'experiment hero'],
    [{ colour: 'blue' }, '{"colour":"blue"}'],
    [{ rollout: 20, other: 1 }, '{"rollout":20,"other":1}'],
  ])('Serving %j reads “%s”', (serve, sentence) => expect(serveText(text, serve)).toBe(sentence));
});
