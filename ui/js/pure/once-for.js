/** @file Answers that are worked out once for each value that is never changed, as the parts of the page's state. */

/**
 * Return a function that works an answer out once for each object, and forgets it with the object.
 * @template {object} T, R
 * @param {(of: T) => R} compute - Works it out; never undefined.
 * @returns {(of: T) => R}
 */
export function onceFor(compute) {
  /** @type {WeakMap<T, R>} */
  const known = new WeakMap();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found;
    const answer = compute(of);
    known.set(of, answer);
    return answer;
  };
}
