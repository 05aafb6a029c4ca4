import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BrigadeSays } from '../../contract/incidents.ts';
import type { BrigadeStep } from './brigade-step.ts';

/** The one huge button, and a small way to decline an offer. */
export function StepButtons(props: {
  step: Extract<BrigadeStep, { incident: unknown }>;
  pending: BrigadeSays | undefined;
  say: (says: BrigadeSays) => void;
}) {
  const { t } = useTranslation();
  const { says } = props.step;
  return (
    <div className="step-buttons">
      <Button
        // A new step is a new button: a second tap of a glove must not fall on the next one.
        key={says}
        className="step-main"
        color={says === 'accept' ? 'red.9' : 'opora'}
        loading={props.pending === says}
        disabled={props.pending !== undefined && props.pending !== says}
        onClick={() => {
          props.say(says);
        }}
      >
        {t(`brigade.${says}`)}
      </Button>
      {says === 'accept' && (
        <Button
          variant="default"
          h={44}
          loading={props.pending === 'decline'}
          disabled={props.pending === 'accept'}
          onClick={() => {
            props.say('decline');
          }}
        >
          {t('brigade.decline')}
        </Button>
      )}
    </div>
  );
}
