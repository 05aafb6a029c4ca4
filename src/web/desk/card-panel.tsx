import { Alert, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignalBody } from '../../contract/signals.ts';
import { hourText } from '../clock/duration.ts';
import { IncidentProgress } from '../incidents/incident-progress.tsx';
import { saveStateOf } from './card-draft.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { MunicipalitySelect } from './municipality-select.tsx';
import { TriagePanel } from './triage-panel.tsx';
import { useCard } from './use-card.ts';

const SAVE_LOOKS = {
  saved: 'ok',
  saving: 'off',
  unsaved: 'late',
  refused: 'late',
  disputed: 'late',
  empty: 'off',
} as const;

/** The growing card of one signal: who, what, where, the decision, and what came of it. */
export function CardPanel({ signal, now }: { signal: SignalBody; now: number }) {
  const { t } = useTranslation();
  const { keeper, draft } = useCard(signal);
  const municipality = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const saveState = saveStateOf(draft);
  const missing = asked && draft.fields.municipality === '';
  return (
    <section className="surface card-panel" aria-label={t('card.title')}>
      <header className="desk-row">
        <div>
          <Title order={2} size="h3" lh={1.15} className="clock">
            {signal.number}
          </Title>
          <Text size="sm" c="dimmed" lh={1.2}>
            {hourText(signal.createdAt)} · {signal.lineTitle} ·{' '}
            {signal.callerMasked ?? t('desk.hiddenNumber')}
          </Text>
        </div>
        <Text role="status" aria-live="polite" className="save-state" data-state={saveState}>
          <span className={`dot dot-${SAVE_LOOKS[saveState]}`} aria-hidden="true" />
          {t(`card.${saveState}`)}
        </Text>
      </header>
      {signal.note === 'cardToWrite' && (
        <Text role="alert" fw={650} className="level-warned">
          {t('card.cardToWrite')}
        </Text>
      )}
      <div className="card-fields">
        <TextInput
          size="md"
          label={t('card.who')}
          placeholder={t('card.whoHint')}
          maxLength={500}
          autoComplete="off"
          value={draft.fields.who}
          onChange={(event) => {
            keeper.typed('who', event.currentTarget.value);
          }}
        />
        <TextInput
          size="md"
          label={t('card.where')}
          placeholder={t('card.whereHint')}
          maxLength={500}
          autoComplete="off"
          value={draft.fields.where}
          onChange={(event) => {
            keeper.typed('where', event.currentTarget.value);
          }}
        />
        <MunicipalitySelect
          ref={municipality}
          value={draft.fields.municipality}
          missing={missing}
          required={signal.triage === 'emergency'}
          onChange={(id) => {
            setAsked(false);
            keeper.typed('municipality', id);
          }}
        />
        <Textarea
          size="md"
          className="card-what"
          label={t('card.what')}
          placeholder={t('card.whatHint')}
          maxLength={5_000}
          value={draft.fields.what}
          onChange={(event) => {
            keeper.typed('what', event.currentTarget.value);
          }}
        />
      </div>
      {(['who', 'where', 'municipality', 'what'] as const).map((field) => (
        <ConflictNotice key={field} draft={draft} keeper={keeper} field={field} />
      ))}
      {missing && (
        <Alert role="alert" color="red.9" variant="filled" p="xs">
          {t('triage.needMunicipality')}
        </Alert>
      )}
      <TriagePanel
        signal={signal}
        hasMunicipality={draft.fields.municipality !== ''}
        saveCard={() => keeper.flush()}
        askMunicipality={() => {
          setAsked(true);
          municipality.current?.focus();
        }}
      />
      {signal.incident && <IncidentProgress incident={signal.incident} now={now} />}
    </section>
  );
}
