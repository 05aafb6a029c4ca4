import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className="centred">
      <Stack align="center" gap="xs" ta="center">
        <Text fz={64} fw={700} lh={1} c="dimmed">
          404
        </Text>
        <Title order={1} size="h2">
          {t('notFound.title')}
        </Title>
        <Text>{t('notFound.about')}</Text>
        <Button component={Link} to="/" size="lg" mt="sm">
          {t('notFound.home')}
        </Button>
      </Stack>
    </main>
  );
}
