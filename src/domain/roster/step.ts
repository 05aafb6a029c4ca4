import { assertNever } from '../shared/assert-never.ts';
import type { Instant } from '../shared/time.ts';
import type { AfterCall, Agent, AgentEvent, AgentFacts } from './agent.ts';

/** Decides what an agent's availability becomes. Events of another attempt change nothing. */
export function stepAgent(agent: Agent, event: AgentEvent, now: Instant): Agent {
  switch (event.type) {
    case 'reachableAt':
      return reached(agent, event.endpoints, now);
    case 'wanted':
      return wanted(agent, event.availability, now);
    case 'reserved':
      if (agent.availability !== 'available') return agent;
      return {
        ...facts(agent),
        availability: 'ringing',
        since: now,
        callId: event.callId,
        attemptId: event.attemptId,
        then: 'available',
        idleSince: agent.since,
      };
    case 'talks':
      if (agent.availability !== 'ringing' || agent.attemptId !== event.attemptId) return agent;
      return { ...agent, availability: 'talking', since: now };
    case 'released':
      return released(agent, event, now);
    case 'wrapUpDone':
      return agent.availability === 'wrapUp' ? settle(agent, agent.then, now) : agent;
    case 'deadlinePassed': {
      const due = agentDeadline(agent);
      if (agent.availability !== 'wrapUp' || due === undefined || due > now) return agent;
      return settle(agent, agent.then, now);
    }
    default:
      return assertNever(event);
  }
}

/** When `deadlinePassed` is due for this agent: the end of a wrap-up. */
export function agentDeadline(agent: Agent): Instant | undefined {
  return agent.availability === 'wrapUp' ? agent.until : undefined;
}

function wanted(agent: Agent, availability: AfterCall, now: Instant): Agent {
  switch (agent.availability) {
    case 'ringing':
    case 'talking':
      return { ...agent, then: availability };
    case 'offDuty':
    case 'away':
    case 'available':
    case 'wrapUp':
      return agent.availability === availability ? agent : settle(agent, availability, now);
    default:
      return assertNever(agent);
  }
}

function released(
  agent: Agent,
  event: Extract<AgentEvent, { type: 'released' }>,
  now: Instant,
): Agent {
  if (agent.availability !== 'ringing' && agent.availability !== 'talking') return agent;
  if (agent.attemptId !== event.attemptId) return agent;
  switch (event.after) {
    case 'talk':
      if (event.wrapUpMs <= 0) return settle(agent, agent.then, now);
      return {
        ...facts(agent),
        availability: 'wrapUp',
        since: now,
        callId: agent.callId,
        until: now + event.wrapUpMs,
        then: agent.then,
      };
    // A ring that the caller ended is not the agent's to lose: they keep their turn.
    case 'ring':
      return settle(agent, agent.then, agent.then === 'available' ? agent.idleSince : now);
    case 'missed':
    case 'unreachable':
      return settle(agent, agent.then, now);
    default:
      return assertNever(event.after);
  }
}

function reached(agent: Agent, endpoints: readonly string[], now: Instant): Agent {
  const { lostAt, ...rest } = agent;
  if (endpoints.length > 0) return { ...rest, reachableAt: endpoints };
  return { ...rest, reachableAt: endpoints, lostAt: lostAt ?? now };
}

function settle(agent: Agent, availability: AfterCall, since: Instant): Agent {
  return { ...facts(agent), availability, since };
}

function facts(agent: Agent): AgentFacts {
  const { id, name, skills, reachableAt, lostAt } = agent;
  return { id, name, skills, reachableAt, ...(lostAt === undefined ? {} : { lostAt }) };
}
