import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Shown when a page's own code failed: the talk goes on elsewhere, so the way back is one press. */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <main className="centred">
      <Stack align="center" gap="xs" ta="center" role="alert">
        <Title order={1} size="h2">
          {t('crash.title')}
        </Title>
        <Text>{t('crash.about')}</Text>
        <Text size="sm" c="dimmed">
          {error instanceof Error ? error.message : String(error)}
        </Text>
        <Button
          size="lg"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t('crash.reload')}
        </Button>
      </Stack>
    </main>
  );
}
