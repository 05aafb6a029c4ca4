import { ActionIcon, Button, Group, Text, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, useSignOut } from '../api/session-query.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { notifications } from '@mantine/notifications';
import { chooseLanguage } from '../i18n/i18n.ts';
import { pagesOf, type PageName } from './pages-of.ts';
import { usePageTheme } from './use-page-theme.ts';

/** The frame of every page: sections by role, language, theme, the way out. */
export function Shell({ page, children }: { page: PageName; children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  usePageTheme(page);
  useEffect(() => {
    document.title = `${t(`shell.${page}`)} — ${t('product')}`;
  }, [page, t]);
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <header className="shell-bar">
        <div className="shell-brand">
          <Mark />
          <span>{t('product')}</span>
        </div>
        <nav className="shell-nav" aria-label={t('shell.navigation')}>
          {pagesOf(me?.role, me?.demo ?? page === 'ring').map((name) => (
            <Link key={name} to={`/${name}`} aria-current={name === page ? 'page' : undefined}>
              {t(`shell.${name}`)}
            </Link>
          ))}
        </nav>
        <Group gap={6} wrap="nowrap">
          <LanguageSwitch />
          <ThemeSwitch />
          {me && <Person name={me.name} role={t(`role.${me.role}`)} />}
        </Group>
      </header>
      <main id="content" tabIndex={-1} className="shell-main">
        {children}
      </main>
    </div>
  );
}

function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0d6b66" />
      <path
        d="M8 24V14a8 8 0 0 1 16 0v10"
        fill="none"
        stroke="#fff"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <circle cx="16" cy="22" r="3" fill="#fff" />
    </svg>
  );
}

function Person({ name, role }: { name: string; role: string }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const leave = async () => {
    try {
      await signOut();
      await navigate({ to: '/sign-in' });
    } catch (error) {
      notifications.show({ color: 'red', message: problemText(error) });
    }
  };
  return (
    <>
      <div className="shell-who">
        <Text size="sm" fw={600} lh={1.15}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" lh={1.15}>
          {role}
        </Text>
      </div>
      <Tooltip label={t('shell.signOut')}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('shell.signOut')}
          onClick={() => void leave()}
        >
          <IconLogout size={20} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Russian ⇄ English; the button is named in the language it leads to. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const russian = i18n.language === 'ru';
  return (
    <Button
      variant="default"
      h={36}
      px={10}
      lang={russian ? 'en' : 'ru'}
      aria-label={russian ? t('shell.toEnglish') : t('shell.toRussian')}
      onClick={() => void chooseLanguage(russian ? 'en' : 'ru')}
    >
      {russian ? 'EN' : 'RU'}
    </Button>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === 'dark';
  const label = dark ? t('shell.toLight') : t('shell.toDark');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={label}
        onClick={() => {
          setColorScheme(dark ? 'light' : 'dark');
        }}
      >
        {dark ? <IconSun size={20} /> : <IconMoon size={20} />}
      </ActionIcon>
    </Tooltip>
  );
}
