import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** The keys of a phone. */
export function Keypad({ disabled, press }: { disabled: boolean; press: (key: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="keypad" role="group" aria-label={t('ring.keypad')}>
      {KEYS.map((key) => (
        <Button
          key={key}
          variant="default"
          h={48}
          fz="lg"
          disabled={disabled}
          aria-label={t('ring.key', { key })}
          onClick={() => {
            press(key);
          }}
        >
          {key}
        </Button>
      ))}
    </div>
  );
}
