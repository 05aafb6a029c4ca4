import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';

/** The municipality of a signal, found by a few letters of its name. */
export function MunicipalitySelect({
  value,
  missing,
  required,
  onChange,
  ref,
}: {
  value: string;
  missing: boolean;
  /** An emergency may change its municipality but not lose it. */
  required: boolean;
  onChange: (id: string) => void;
  ref: Ref<HTMLInputElement>;
}) {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ['municipalities'],
    queryFn: api.municipalities,
    staleTime: Infinity,
    // Without the list no brigade can be sent: ask until it comes.
    retry: true,
    retryDelay: 2_000,
  });
  const data = (list.data?.municipalities ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  return (
    <Select
      ref={ref}
      size="md"
      label={t('card.municipality')}
      placeholder={t('card.municipalityHint')}
      nothingFoundMessage={t('card.municipalityNone')}
      data={data}
      value={value === '' ? null : value}
      error={missing}
      searchable
      clearable={!required}
      allowDeselect={false}
      comboboxProps={{ keepMounted: false }}
      selectFirstOptionOnChange
      maxDropdownHeight={260}
      onChange={(id) => {
        onChange(id ?? '');
      }}
    />
  );
}
