/** @file Keeps repeated work from piling up. */

/**
 * Return a function that runs at most once at a time. Calls during a run lead to one more run after it.
 * @param {() => Promise<void>} run - The work.
 */
export function singleFlight(run) {
  let busy = false;
  let again = false;
  return async () => {
    if (busy) return void (again = true);
    busy = true;
    do {
      again = false;
      await run();
    } while (again);
    busy = false;
  };
}
