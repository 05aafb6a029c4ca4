import { eq } from 'drizzle-orm';
import type { AgentsStore } from '../../ports/agents-store.ts';
import type { Postgres } from './connect.ts';
import { onRecord } from './record-away.ts';
import { agents, phoneAccounts } from './schema/people.ts';

export function postgresAgents({ drizzle }: Postgres): AgentsStore {
  return {
    all: () =>
      onRecord(
        async () =>
          await drizzle
            .select({
              id: agents.id,
              name: agents.name,
              skills: agents.skills,
              sipUser: phoneAccounts.sipUser,
              sipPassword: phoneAccounts.sipPassword,
            })
            .from(agents)
            .innerJoin(phoneAccounts, eq(phoneAccounts.agentId, agents.id))
            .orderBy(agents.id),
      ),
  };
}
