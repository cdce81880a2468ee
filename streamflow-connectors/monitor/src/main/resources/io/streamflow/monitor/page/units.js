// Numbers as people read them.

const NB = "\u00a0"; // keeps a number and its unit on one line
export const NONE = "–";

function known(value) {
  return value !== null && value !== undefined && Number.isFinite(value);
}

function scaled(value, units) {
  let unit = 0;
  let rest = value;
  while (Math.abs(rest) >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 ? 0 : Math.abs(rest) < 9.995 ? 2 : Math.abs(rest) < 99.95 ? 1 : 0;
  return [rest.toFixed(digits), units[unit]];
}

/** 999, 1.20k, 34.5k, 1.23M */
export function count(value) {
  return known(value) ? scaled(value, ["", "k", "M", "G", "T"]).join("") : NONE;
}

/** Items in a second. */
export function rate(value) {
  if (!known(value)) {
    return NONE;
  }
  if (value > 0 && value < 9.95) {
    return value < 0.05 ? "<0.1/s" : value.toFixed(1) + "/s";
  }
  return count(value) + "/s";
}

export function bytes(value) {
  return known(value) ? scaled(value, ["B", "kB", "MB", "GB", "TB"]).join(NB) : NONE;
}

export function percent(share) {
  return known(share) ? Math.round(share * 100) + NB + "%" : NONE;
}

/** A length of time, given in seconds. */
export function time(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  if (seconds < 0) {
    return "-" + time(-seconds);
  }
  if (seconds === 0) {
    return "0" + NB + "s";
  }
  if (seconds < 9.95e-7) {
    return Math.round(seconds * 1e9) + NB + "ns";
  }
  if (seconds < 9.95e-4) {
    return short(seconds * 1e6) + NB + "µs";
  }
  if (seconds < 0.995) {
    return short(seconds * 1e3) + NB + "ms";
  }
  if (seconds < 119.5) {
    return short(seconds) + NB + "s";
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return minutes + NB + "min";
  }
  if (minutes < 48 * 60) {
    return Math.floor(minutes / 60) + NB + "h" + (minutes % 60 ? NB + (minutes % 60) + NB + "min" : "");
  }
  const hours = Math.round(seconds / 3600);
  return Math.floor(hours / 24) + NB + "d" + (hours % 24 ? NB + (hours % 24) + NB + "h" : "");
}

function short(value) {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** A moment by the clock of the reader; with its day when that is another than the one of now. */
export function moment(iso, now) {
  if (!iso) {
    return NONE;
  }
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) {
    return iso; // further away than a browser's calendar reaches
  }
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const sameDay = now && at.toDateString() === new Date(now).toDateString();
  return sameDay ? clock : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

/** From one moment to another, in seconds; null where one is missing. */
export function between(from, to) {
  return from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null;
}

/** "1 item", "2 items", "1.20k items" */
export function plural(number, word) {
  return count(number) + NB + word + (number === 1 ? "" : "s");
}
