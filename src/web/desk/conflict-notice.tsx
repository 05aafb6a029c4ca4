import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CardDraft, CardField } from './card-draft.ts';
import type { CardKeeper } from './card-keeper.ts';

/** Both texts of a field that two people changed, and the choice. Nothing is lost meanwhile. */
export function ConflictNotice(props: { draft: CardDraft; keeper: CardKeeper; field: CardField }) {
  const { t } = useTranslation();
  const { draft, keeper, field } = props;
  const theirs = draft.theirs[field];
  if (theirs === undefined) return null;
  const mine = draft.fields[field];
  return (
    <div className="conflict" role="alert">
      <Text fw={650} size="sm">
        {t('card.conflictTitle', { field: t(`card.${field}`) })}
      </Text>
      <Text size="sm">
        <strong>{t('card.mine')}:</strong> {mine || '—'}
      </Text>
      <Text size="sm">
        <strong>{t('card.theirs')}:</strong> {theirs || '—'}
      </Text>
      <Group gap={6} mt={4}>
        <Button
          size="xs"
          onClick={() => {
            keeper.chose(field, mine);
          }}
        >
          {t('card.keepMine')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            keeper.chose(field, theirs);
          }}
        >
          {t('card.takeTheirs')}
        </Button>
        {field !== 'municipality' && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              keeper.chose(field, `${theirs}\n${mine}`);
            }}
          >
            {t('card.keepBoth')}
          </Button>
        )}
      </Group>
    </div>
  );
}
