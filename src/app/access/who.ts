/** What the roles of `contract/session.ts` are called inside. */
export type Role = 'operator' | 'consultant' | 'supervisor' | 'brigade' | 'administrator';

/** Someone who has signed in, as every use case knows them. */
export interface Who {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** Answers calls under this id. */
  readonly agentId?: string | undefined;
  /** Goes out with this brigade. */
  readonly brigadeId?: string | undefined;
}
