import { Alert, Button, Group, Text } from '@mantine/core';
import { IconMicrophoneOff, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSoundAllowed } from './sound-allowed.ts';
import type { MicrophoneState } from './use-microphone.ts';

const TEXT = {
  denied: 'phone.microphoneDenied',
  missing: 'phone.microphoneMissing',
  insecure: 'phone.microphoneInsecure',
} as const;

/** Says what keeps this page from hearing or being heard, and what to press. */
export function PhoneNotices(props: {
  microphone: MicrophoneState;
  again: () => void;
  needsTone: boolean;
}) {
  const { t } = useTranslation();
  const { allowed, allow } = useSoundAllowed();
  const { microphone } = props;
  return (
    <>
      {microphone !== 'asking' && microphone !== 'granted' && (
        <Alert role="alert" color="red.9" variant="filled" p="xs" icon={<IconMicrophoneOff />}>
          <Group gap="xs" justify="space-between">
            <Text size="sm" fw={600} style={{ flex: 1 }}>
              {t(TEXT[microphone])}
            </Text>
            <Button size="xs" variant="white" color="red.9" onClick={props.again}>
              {t('phone.microphoneAgain')}
            </Button>
          </Group>
        </Alert>
      )}
      {props.needsTone && !allowed && (
        <Alert role="alert" color="orange" variant="outline" p="xs" icon={<IconVolumeOff />}>
          <Group gap="xs" justify="space-between">
            <Text size="sm" fw={600} style={{ flex: 1 }}>
              {t('phone.soundOff')}
            </Text>
            <Button size="xs" color="orange.9" onClick={allow}>
              {t('phone.soundOn')}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}
