import { z } from 'zod';

export const incidentPhaseSchema = z.enum([
  'queued',
  'offered',
  'accepted',
  'enRoute',
  'onScene',
  'finished',
  'cancelled',
]);
export type IncidentPhase = z.infer<typeof incidentPhaseSchema>;

export const brigadeStateSchema = z.enum([
  'available',
  'assigned',
  'enRoute',
  'onScene',
  'clearing',
  'outOfService',
]);

/** ISO 8601 moments of the one clock from the ring to the end. */
export const incidentSchema = z
  .object({
    id: z.string(),
    signalId: z.string(),
    signalNumber: z.string(),
    municipality: z.string(),
    municipalityName: z.string(),
    phase: incidentPhaseSchema,
    /** Offered to or served by; absent while queued. */
    brigadeId: z.string().optional(),
    brigadeName: z.string().optional(),
    createdAt: z.string(),
    offeredAt: z.string().optional(),
    /** No acceptance by then: the next brigade is asked. */
    acceptBy: z.string().optional(),
    acceptedAt: z.string().optional(),
    leftAt: z.string().optional(),
    arrivedAt: z.string().optional(),
    finishedAt: z.string().optional(),
    /** The clock to leave: warned at, and the norm. */
    warnAt: z.string(),
    leaveBy: z.string(),
    /** `ok` until `warnAt`, then `warned`, then `late`; frozen when the brigade leaves. */
    clock: z.enum(['ok', 'warned', 'late']),
    /** Brigades that did not take it, in order. */
    refusedBy: z.array(z.string()),
  })
  .meta({ id: 'Incident' });
export type IncidentBody = z.infer<typeof incidentSchema>;

/** What a brigade says about its own incident. */
export const brigadeSaysSchema = z
  .object({ says: z.enum(['accept', 'decline', 'leave', 'arrive', 'finish']) })
  .meta({ id: 'BrigadeSays' });
export type BrigadeSays = z.infer<typeof brigadeSaysSchema>['says'];

export const cancelIncidentSchema = z
  .object({ reason: z.string().trim().min(3).max(500) })
  .meta({ id: 'CancelIncident' });

export const brigadeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    municipality: z.string(),
    municipalityName: z.string(),
    state: brigadeStateSchema,
    since: z.string(),
    incidentId: z.string().optional(),
  })
  .meta({ id: 'Brigade' });
export type BrigadeBody = z.infer<typeof brigadeSchema>;

export const setBrigadeServiceSchema = z
  .object({ inService: z.boolean() })
  .meta({ id: 'SetBrigadeService' });

export const municipalitySchema = z
  .object({ id: z.string(), name: z.string(), region: z.string() })
  .meta({ id: 'Municipality' });
export type MunicipalityBody = z.infer<typeof municipalitySchema>;
