import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { ru, type Messages } from './ru.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'screens';
    resources: { screens: Messages };
    returnNull: false;
  }
}

export type Language = 'ru' | 'en';
const KEPT_AS = 'opora-language';

/** Starts the words of the screens: Russian unless this browser chose English before. */
export async function startI18n(): Promise<void> {
  const language: Language = localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'ru';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'ru',
    defaultNS: 'screens',
    resources: { ru: { screens: ru }, en: { screens: en } },
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Switches every word at once and remembers the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
