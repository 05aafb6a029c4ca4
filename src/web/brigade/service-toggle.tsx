import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BrigadeBody } from '../../contract/incidents.ts';
import { api } from '../api/api.ts';
import { useProblemText } from '../api/use-problem-text.ts';

/** In service or not. Not shown while a call-out is open: leaving it needs its own words. */
export function ServiceToggle({ brigade }: { brigade: BrigadeBody }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useMutation({
    mutationFn: api.setBrigadeService,
    onError: (error) => {
      notifications.show({ color: 'red', message: problemText(error) });
    },
  });
  const inService = brigade.state !== 'outOfService';
  return (
    <Button
      h={44}
      px={12}
      role="switch"
      aria-checked={inService}
      aria-label={t('brigade.inService')}
      variant={inService ? 'filled' : 'default'}
      loading={set.isPending}
      onClick={() => {
        set.mutate(!inService);
      }}
    >
      {inService ? t('brigade.inService') : t('brigade.outOfService')}
    </Button>
  );
}
