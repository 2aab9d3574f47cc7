// Things done no oftener than so many times a second.

/**
 * The same work, at once and then at most every `wait` milliseconds; the latest call is never lost.
 * `now` skips the wait, `drop` forgets what waits.
 */
export function paced(work, wait) {
  let timer = null;
  let asked = null;
  const go = () => {
    timer = asked ? setTimeout(go, wait) : null;
    const details = asked;
    asked = null;
    if (details) work(...details);
  };
  const later = (...details) => {
    asked = details;
    if (timer === null) go();
  };
  later.drop = () => (asked = null);
  later.now = (...details) => {
    asked = null;
    work(...details);
  };
  return later;
}
