// Asks the monitor, once a second while the page is to be seen.

const EVERY_MILLIS = 1000;
const PATIENCE_MILLIS = 5000;

/** The JSON at a path; an error with the monitor's words otherwise. */
export async function ask(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MILLIS), cache: "no-store" });
  if (!response.ok) {
    const error = new Error((await response.text()).trim());
    error.status = response.status;
    throw error;
  }
  return response.json();
}

/** Calls {@code turn} again and again, never twice at once, and not while the page is hidden. */
export function everySecond(turn) {
  let timer = null;
  let busy = false;
  async function run() {
    clearTimeout(timer);
    if (busy || document.hidden) {
      return;
    }
    busy = true;
    const begun = Date.now();
    try {
      await turn();
    } finally {
      busy = false;
      timer = setTimeout(run, Math.max(100, EVERY_MILLIS - (Date.now() - begun)));
    }
  }
  document.addEventListener("visibilitychange", run);
  run();
  return run;
}
