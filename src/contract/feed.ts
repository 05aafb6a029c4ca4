import { z } from 'zod';

/**
 * A feed is a table of keyed rows that a page mirrors. A socket (`/api/feeds/wall`, `/desk`,
 * `/brigade`) first sends a snapshot, then numbered deltas; a page that reconnects with
 * `?epoch=…&after=…` receives only what it missed, or a new snapshot when that is too old.
 * A `beat` with the latest number comes at least every 2 s: 6 s of silence is stale.
 */
export const frameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    epoch: z.string(),
    seq: z.number().int(),
    /** The server's clock, ms since 1970: pages count timers against it. */
    now: z.number(),
    rows: z.record(z.string(), z.unknown()),
  }),
  z.object({
    type: z.literal('delta'),
    seq: z.number().int(),
    put: z.record(z.string(), z.unknown()),
    gone: z.array(z.string()),
  }),
  z.object({ type: z.literal('beat'), seq: z.number().int(), now: z.number() }),
]);
export type Frame = z.infer<typeof frameSchema>;
