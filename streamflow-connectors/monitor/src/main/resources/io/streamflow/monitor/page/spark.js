// Small pictures of numbers.

import { svg, setAttributes } from "./dom.js";

const WIDTH = 300;

/** A line of the last five minutes; changed in place by drawSpark. */
export function spark(height, attributes = {}) {
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true", ...attributes },
    svg("path", { class: "spark-area" }),
    svg("path", { class: "spark" }),
  );
}

export function drawSpark(element, points, height) {
  const [area, line] = sparkPaths(points, WIDTH, height);
  setAttributes(element.children[0], { d: area });
  setAttributes(element.children[1], { d: line });
}

/** The paths below and along points [seconds before now, value], in a box of this size. */
export function sparkPaths(points, width, height) {
  if (points.length < 2) {
    return ["", ""];
  }
  const span = Math.max(60, points[0][0]);
  const top = Math.max(...points.map(([, value]) => value), 1e-9);
  const placed = points.map(([ago, value]) => {
    const x = width - (ago / span) * width;
    const y = height - 1.5 - (value / top) * (height - 3);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = "M" + placed.join("L");
  const left = placed[0].split(" ")[0];
  return [`${line}L${width} ${height}L${left} ${height}Z`, line];
}

/** A bar that is filled to a share. */
export function meter(share, label, full = false, width = 64) {
  return svg(
    "svg",
    { class: full ? "bar full" : "bar", width, height: 8, role: "img", "aria-label": label },
    svg("rect", { class: "track", width, height: 8, rx: 2 }),
    svg("rect", { class: "fill", width: Math.max(0, Math.min(1, share)) * width, height: 8, rx: 2 }),
  );
}

export const SHARE_NAMES = ["working", "reading", "waiting", "blocked", "paused"];

/** The widths and places of a bar that is divided by shares. */
export function divided(shares, width) {
  let x = 0;
  return SHARE_NAMES.map((name) => {
    const part = { name, x, width: shares ? shares[name] * width : 0 };
    x += part.width;
    return part;
  });
}

export function shareBar(shares, width = 90, height = 8) {
  const label = shares
    ? SHARE_NAMES.map((name) => `${name} ${Math.round(shares[name] * 100)}%`).join(", ")
    : "nothing known";
  return svg(
    "svg",
    { class: "bar", width, height, role: "img", "aria-label": label },
    svg("title", {}, label),
    shares ? null : svg("rect", { class: "share-none", width, height }),
    ...divided(shares, width).map((part) =>
      svg("rect", { class: "share-" + part.name, x: part.x, width: part.width, height }),
    ),
  );
}
