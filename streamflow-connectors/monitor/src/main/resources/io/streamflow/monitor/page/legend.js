// What the colours and patterns of the plan mean.

import { el, svg } from "./dom.js";

const SHARES = [
  ["working", "working"],
  ["reading", "in the source's reader"],
  ["waiting", "waiting for items"],
  ["blocked", "blocked: what comes after is slower"],
  ["paused", "paused: a rate limit, or between attempts"],
];

export function legend(parent) {
  const swatch = (shape) => svg("svg", { width: 16, height: 10, "aria-hidden": "true" }, shape);
  const shares = SHARES.map(([name, words]) =>
    el("span", {}, swatch(svg("rect", { class: "share-" + name, width: 16, height: 10, rx: 2 })), words),
  );
  const busy = svg("g", {}, svg("rect", { class: "busy-track", y: 3, width: 16, height: 3 }), svg("rect", { class: "busy", y: 3, width: 9, height: 3 }));
  parent.replaceChildren(...shares, el("span", {}, swatch(busy), "in a step: how busy it is"));
}
