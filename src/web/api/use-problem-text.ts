import { useTranslation } from 'react-i18next';
import { ru } from '../i18n/ru.ts';
import { ProblemError } from './problem-error.ts';

type KnownCode = Exclude<keyof typeof ru.problem, 'unknown'>;

/** Says a refusal in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    const code = error instanceof ProblemError ? error.code : 'internal';
    return isKnown(code) ? t(`problem.${code}`) : t('problem.unknown', { code });
  };
}

function isKnown(code: string): code is KnownCode {
  return code !== 'unknown' && Object.hasOwn(ru.problem, code);
}
