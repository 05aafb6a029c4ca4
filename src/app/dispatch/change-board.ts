import { stepBoard } from '../../domain/dispatch/board.ts';
import type { Board, BoardEvent } from '../../domain/dispatch/board.ts';
import type { DispatchRules } from '../../domain/dispatch/rules.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { DispatchStore, HeldBoard } from '../../ports/dispatch-store.ts';
import type { Clock, Ids } from '../../ports/system.ts';

export interface BoardDeps {
  readonly store: DispatchStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly rules: DispatchRules;
  /** Called after each commit that changed something. */
  readonly onIncidentChanged: (
    incidentIds: readonly string[],
    brigadeIds: readonly string[],
  ) => void;
}

/** A held board on which events happen one after another. */
export interface BoardHand {
  readonly held: HeldBoard;
  readonly now: Instant;
  /** As the last event left it. */
  readonly board: () => Board;
  /** Decides and writes. */
  readonly happen: (event: BoardEvent) => Promise<void>;
}

/**
 * Holds the board in one transaction, lets `work` play events on it, and tells what changed once
 * that is committed. What `work` throws undoes everything and is passed on.
 */
export async function changeBoard<T>(
  deps: BoardDeps,
  work: (hand: BoardHand) => Promise<T>,
): Promise<T> {
  const incidentIds = new Set<string>();
  const brigadeIds = new Set<string>();
  const result = await deps.store.change(async (held) => {
    // After waiting for the board: a decision is made at the moment at which it is ours to make.
    const now = deps.clock.now();
    let board = held.board;
    return await work({
      held,
      now,
      board: () => board,
      async happen(event) {
        const { rules, ids } = deps;
        const world = { now, rules, places: held.places, nextId: () => ids.next() };
        const step = stepBoard(board, event, world);
        await held.save(board, step);
        note(incidentIds, board.incidents, step.board.incidents);
        note(brigadeIds, board.brigades, step.board.brigades);
        board = step.board;
      },
    });
  });
  if (incidentIds.size > 0 || brigadeIds.size > 0) {
    deps.onIncidentChanged([...incidentIds], [...brigadeIds]);
  }
  return result;
}

function note<T>(
  changed: Set<string>,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): void {
  for (const [id, member] of after) if (before.get(id) !== member) changed.add(id);
}
