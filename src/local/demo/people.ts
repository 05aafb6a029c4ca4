import type { Skill } from '../../domain/lines/line.ts';
import { DEMO_MUNICIPALITIES } from './places.ts';

/** One password for every demonstration login. */
export const DEMO_PASSWORD = 'demo';

/** Starts on duty, so that the first call finds somebody. Everybody else signs on by themselves. */
export const DEMO_ON_DUTY: readonly string[] = ['agent-101'];

export interface DemoAgent {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly skills: readonly Skill[];
  readonly role: 'operator' | 'consultant';
}

/** Nobody has these names: each says that it is made up. */
export const DEMO_AGENTS: readonly DemoAgent[] = (
  [
    ['operator1', 'Анна Примерова (демо)', 'operator'],
    ['operator2', 'Борис Образцов (демо)', 'operator'],
    ['operator3', 'Вера Условная (демо)', 'operator'],
    ['operator4', 'Галина Показная (демо)', 'operator'],
    ['consultant1', 'Дарья Макетова (демо)', 'consultant'],
    ['consultant2', 'Егор Пробный (демо)', 'consultant'],
    ['lawyer1', 'Жанна Учебная (демо)', 'lawyer'],
    ['lawyer2', 'Захар Вымышленный (демо)', 'lawyer'],
    ['lawyer3', 'Инна Придуманная (демо)', 'lawyer'],
  ] as const
).map(([login, name, skill], index) => ({
  id: `agent-${101 + index}`,
  login,
  name,
  skills: [skill],
  role: skill === 'operator' ? 'operator' : 'consultant',
}));

export const DEMO_BRIGADES = DEMO_MUNICIPALITIES.map(({ code, name }) => ({
  id: `brigade-${code}`,
  login: `brigade-${code}`,
  name: `Бригада: ${name}`,
  municipality: code,
}));

export const DEMO_STAFF = [
  { login: 'supervisor', name: 'Кирилл Наставников (демо)', role: 'supervisor' },
  { login: 'admin', name: 'Лидия Вымыслова (демо)', role: 'administrator' },
] as const;
