import { useTranslation } from 'react-i18next';
import type { AgentBody } from '../../contract/agents.ts';
import { clockText, sinceMs } from '../clock/duration.ts';

const SHOWN = 8;

/** Who is on duty, what they do, and for how long. */
export function AgentBoard({ agents, now }: { agents: readonly AgentBody[]; now: number }) {
  const { t } = useTranslation();
  return (
    <section className="board board-agents" aria-label={t('wall.agents')}>
      <h2>
        {t('wall.onDuty')} <strong className="clock">{agents.length}</strong>
      </h2>
      {agents.length === 0 && (
        <p className="wall-empty level-late" role="alert">
          {t('wall.noAgents')}
        </p>
      )}
      <ul className="wall-rows">
        {agents.slice(0, SHOWN).map((agent) => (
          <li key={agent.id} data-agent={agent.id} data-availability={agent.availability}>
            <span className="wall-line">
              <span className={`wall-mark mark-${agent.availability}`} aria-hidden="true" />
              {agent.name}
            </span>
            <span className={agent.reachable ? undefined : 'level-late'}>
              {agent.reachable ? t(`availability.${agent.availability}`) : t('wall.unreachable')}
            </span>
            <span className="clock">{clockText(sinceMs(agent.since, now))}</span>
          </li>
        ))}
        {agents.length > SHOWN && <li>{t('wall.more', { count: agents.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}
