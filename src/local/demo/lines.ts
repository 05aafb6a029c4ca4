import type { Line, Rung } from '../../domain/lines/line.ts';
import { MINUTE, SECOND } from '../../domain/shared/time.ts';

/** Operators at once; whoever still waits after half a minute is also offered to consultants. */
const LADDER: readonly Rung[] = [
  { skill: 'operator', afterMs: 0 },
  { skill: 'consultant', afterMs: 30 * SECOND },
];

const COMMON = { ladder: LADDER, priority: 1, maxWaitMs: 5 * MINUTE };
const CHILD = 0;

const togliatti = (number: string): Line => ({
  ...COMMON,
  id: `togliatti-${number}`,
  number,
  title: number.replace(/(..)(..)(..)/, '$1-$2-$3'),
  name: 'Мобильная народная опека, Тольятти',
  region: 'САМ',
});

/** The lines of the five practices under the numbers that they publish; Tyumen's is the default. */
export const DEMO_LINES: readonly Line[] = [
  {
    ...COMMON,
    id: 'tyumen',
    number: '88002007201',
    title: '8-800-200-72-01',
    name: 'Семейная диспетчерская, Тюмень',
    region: 'ТМН',
  },
  {
    ...COMMON,
    id: 'volgograd',
    number: '88002013461',
    title: '8-800-201-34-61',
    name: 'Семейное попечение, Волгоград',
    region: 'ВЛГ',
  },
  togliatti('799004'),
  togliatti('799028'),
  togliatti('799008'),
  togliatti('544444'),
  {
    ...COMMON,
    id: 'novgorod',
    // Their number is not published. No subscriber has a number in 8-800-000.
    number: '88000000001',
    title: '8-800-000-00-01',
    name: 'Семья – основа счастья, Новгород (демонстрационный номер)',
    region: 'НВГ',
  },
  {
    ...COMMON,
    id: 'tatarstan',
    number: '88002000122',
    title: '8-800-2000-122',
    name: 'Детский телефон доверия, Татарстан',
    region: 'ТАТ',
    priority: CHILD,
  },
];
