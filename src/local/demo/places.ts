import type { Place } from '../../domain/dispatch/distance.ts';

export const DEMO_REGIONS = [
  { code: 'ТМН', name: 'Тюменская область', timeZone: 'Asia/Yekaterinburg' },
  { code: 'ВЛГ', name: 'Волгоградская область', timeZone: 'Europe/Volgograd' },
  { code: 'САМ', name: 'Самарская область', timeZone: 'Europe/Samara' },
  { code: 'НВГ', name: 'Новгородская область', timeZone: 'Europe/Moscow' },
  { code: 'ТАТ', name: 'Республика Татарстан', timeZone: 'Europe/Moscow' },
] as const;

/**
 * The 26 municipalities of the Tyumen region without its autonomous districts, with the
 * approximate coordinates of their centres.
 */
export const DEMO_MUNICIPALITIES: readonly Place[] = (
  [
    ['tyumen', 'город Тюмень', 57.15, 65.53],
    ['tobolsk', 'город Тобольск', 58.2, 68.25],
    ['ishim', 'город Ишим', 56.11, 69.49],
    ['yalutorovsk', 'город Ялуторовск', 56.65, 66.31],
    ['zavodoukovsk', 'Заводоуковский городской округ', 56.5, 66.55],
    ['golyshmanovo', 'Голышмановский городской округ', 56.38, 68.37],
    ['abatsky', 'Абатский район', 56.29, 70.46],
    ['armizonsky', 'Армизонский район', 55.95, 67.67],
    ['aromashevsky', 'Аромашевский район', 56.86, 68.65],
    ['berdyuzhsky', 'Бердюжский район', 55.81, 68.3],
    ['vagaysky', 'Вагайский район', 57.94, 69.02],
    ['vikulovsky', 'Викуловский район', 56.82, 70.61],
    ['isetsky', 'Исетский район', 56.49, 65.32],
    ['ishimsky', 'Ишимский район', 56.11, 69.49],
    ['kazansky', 'Казанский район', 55.65, 69.24],
    ['nizhnetavdinsky', 'Нижнетавдинский район', 57.67, 66.17],
    ['omutinsky', 'Омутинский район', 56.49, 67.67],
    ['sladkovsky', 'Сладковский район', 55.53, 70.34],
    ['sorokinsky', 'Сорокинский район', 56.64, 69.8],
    ['tobolsky', 'Тобольский район', 58.2, 68.25],
    ['tyumensky', 'Тюменский район', 57.15, 65.53],
    ['uvatsky', 'Уватский район', 59.14, 68.9],
    ['uporovsky', 'Упоровский район', 56.31, 66.27],
    ['yurginsky', 'Юргинский район', 56.82, 67.39],
    ['yalutorovsky', 'Ялуторовский район', 56.65, 66.31],
    ['yarkovsky', 'Ярковский район', 57.4, 67.08],
  ] as const
).map(([code, name, latitude, longitude]) => ({ code, name, region: 'ТМН', latitude, longitude }));
