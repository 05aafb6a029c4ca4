import {
  Alert,
  Button,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type DemoLogin } from '../api/api.ts';
import { ProblemError } from '../api/problem-error.ts';
import { sessionKey } from '../api/session-query.ts';
import { useProblemText } from '../api/use-problem-text.ts';
import { homeOf } from '../shell/pages-of.ts';
import { LanguageSwitch, ThemeSwitch } from '../shell/shell.tsx';

/** Signs a person in and leads them to their work. */
export function SignInPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const demo = useQuery({ queryKey: ['demo-logins'], queryFn: demoLogins });
  const enter = useMutation({
    mutationFn: api.signIn,
    onSuccess: async (me) => {
      queries.setQueryData(sessionKey, me);
      await navigate({ to: homeOf(me.role) });
    },
  });
  useEffect(() => {
    document.title = `${t('signIn.title')} — ${t('product')}`;
  }, [t]);
  return (
    <main className="centred">
      <Stack w="100%" maw={460} gap="md">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Title order={1} lh={1.1}>
              {t('product')}
            </Title>
            <Text c="dimmed">{t('productAbout')}</Text>
          </div>
          <Group gap={6} wrap="nowrap">
            <LanguageSwitch />
            <ThemeSwitch />
          </Group>
        </Group>
        <Paper className="surface" p="md">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              enter.mutate({ login, password });
            }}
          >
            <Stack gap="sm">
              {enter.isError && (
                <Alert role="alert" color="red.9" variant="filled" p="xs">
                  {problemText(enter.error)}
                </Alert>
              )}
              <TextInput
                label={t('signIn.login')}
                size="md"
                autoComplete="username"
                value={login}
                required
                withAsterisk={false}
                onChange={(event) => {
                  setLogin(event.currentTarget.value);
                }}
              />
              <PasswordInput
                label={t('signIn.password')}
                size="md"
                autoComplete="current-password"
                value={password}
                required
                withAsterisk={false}
                onChange={(event) => {
                  setPassword(event.currentTarget.value);
                }}
              />
              <Button type="submit" size="md" loading={enter.isPending}>
                {t('signIn.enter')}
              </Button>
            </Stack>
          </form>
        </Paper>
        {demo.data && demo.data.length > 0 && (
          <Paper className="surface" p="md" component="section" aria-label={t('signIn.demoTitle')}>
            <Text fw={650}>{t('signIn.demoTitle')}</Text>
            <Text size="sm" c="dimmed" mb="sm">
              {t('signIn.demoAbout', { password: demo.data[0]?.password })}
            </Text>
            <div className="demo-logins">
              {demo.data.map((person) => (
                <Button
                  key={person.login}
                  variant="default"
                  className="demo-login"
                  justify="flex-start"
                  aria-label={t('signIn.enterAs', { name: person.name })}
                  disabled={enter.isPending}
                  onClick={() => {
                    enter.mutate({ login: person.login, password: person.password });
                  }}
                >
                  <Stack gap={0} align="flex-start">
                    <span>{person.name}</span>
                    <Text component="span" size="xs" c="dimmed">
                      {t(`role.${person.role}`)}
                    </Text>
                  </Stack>
                </Button>
              ))}
            </div>
            <Button
              component={Link}
              to="/ring"
              variant="outline"
              fullWidth
              mt="sm"
              h={44}
              leftSection={<IconPhone size={18} />}
            >
              {t('signIn.ringInstead')}
            </Button>
          </Paper>
        )}
      </Stack>
    </main>
  );
}

/** The invented people of a demonstration; nobody outside of one. */
async function demoLogins(): Promise<DemoLogin[]> {
  try {
    return (await api.demoLogins()).logins;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return [];
    throw error;
  }
}
