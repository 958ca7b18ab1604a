// Keeps work from piling up.

/**
 * One run at a time; asked meanwhile, once more afterwards.
 * @param {() => Promise<void>} run
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
