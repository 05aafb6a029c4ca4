import type { AgentBody } from '../../contract/agents.ts';
import type { Agent } from '../../domain/roster/agent.ts';

/** An agent as colleagues see them. */
export function agentBody(agent: Agent): AgentBody {
  const { id, name, availability } = agent;
  return {
    id,
    name,
    skills: [...agent.skills],
    availability,
    since: new Date(agent.since).toISOString(),
    reachable: agent.reachableAt.length > 0,
    ...('callId' in agent && { callId: agent.callId }),
    ...(agent.availability === 'wrapUp' && { until: new Date(agent.until).toISOString() }),
  };
}
