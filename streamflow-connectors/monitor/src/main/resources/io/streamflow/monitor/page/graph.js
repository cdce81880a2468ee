// Draws the plan. Drawn anew when the plan or the room for it changes; otherwise the numbers,
// colours and bars are changed in place, and focus stays where it is.

import { svg, setAttributes, setText } from "./dom.js";
import { layout } from "./layout.js";
import { divided, sparkPaths, SHARE_NAMES } from "./spark.js";
import { stepMarks } from "./marks.js";
import { PRESSED, isFull } from "./problems.js";
import { count, percent, rate } from "./units.js";

const measure = document.createElement("canvas").getContext("2d");

export class Graph {
  constructor(parent, select) {
    this.parent = parent;
    this.select = select;
    this.drawn = "";
    new ResizeObserver(() => this.job && this.show(this.job, this.history, this.selected, this.found)).observe(parent);
  }

  show(job, history, selected, found) {
    Object.assign(this, { job, history, selected, found });
    const style = getComputedStyle(this.parent);
    const room = this.parent.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const plan = JSON.stringify([room, job.id, job.steps.map((s) => [s.id, s.name, s.stage, s.upstreams])]);
    if (plan !== this.drawn && room > 0) {
      this.drawn = plan;
      this.draw(room);
    }
    if (this.plan) {
      this.update();
    }
  }

  draw(room) {
    const focused = document.activeElement?.dataset?.id;
    this.plan = layout(this.job.steps, room);
    const { width, height } = this.plan;
    const root = svg("svg", { width: width + 4, height: height + 4, viewBox: `-2 -2 ${width + 4} ${height + 4}` }, hatch());
    setAttributes(root, { role: "group", "aria-label": `${this.job.steps.length} steps; arrow keys go from one to another, Enter selects` });
    this.stages = new Map(this.plan.stages.map((stage) => [stage.id, stageGroup(stage)]));
    root.append(...this.stages.values());
    this.edges = this.plan.edges.map((edge) => [edge, edgeGroup(edge)]);
    root.append(...this.edges.map(([, group]) => group));
    this.steps = new Map(
      this.plan.stages.flatMap((stage) =>
        stage.rows.map((box) => [box.id, stepGroup(box, this.job.steps.find((step) => step.id === box.id))]),
      ),
    );
    root.append(...this.steps.values());
    root.addEventListener("click", (event) => this.choose(event));
    root.addEventListener("keydown", (event) => this.key(event));
    this.parent.replaceChildren(root);
    this.steps.get(Number(focused))?.focus();
  }

  update() {
    const { job, history } = this;
    for (const stage of this.plan.stages) {
      const tasks = job.tasks.filter((task) => task.stage === stage.id);
      showStage(this.stages.get(stage.id), stage, tasks, history.shares(tasks));
    }
    for (const [edge, group] of this.edges) {
      const to = job.steps.find((step) => step.id === edge.to);
      const from = job.steps.find((step) => step.id === edge.from);
      const flow = to.upstreams.length === 1 ? history.rate(to.id, "in") : history.rate(from.id, "out");
      showEdge(group, edge, flow, job.channels.find((c) => c.from === edge.from && c.to === edge.to));
    }
    for (const step of job.steps) {
      const tasks = job.tasks.filter((task) => task.stage === step.stage).length;
      const shown = { rate: history.rate(step.id, "out"), busy: history.busy(step, tasks), mark: stepMarks(job, step, history, this.found) };
      shown.points = history.series([step.id], "out");
      showStep(this.steps.get(step.id), step, shown, step.name === this.selected);
    }
  }

  choose(event) {
    const group = event.target.closest?.(".step");
    if (group) {
      this.select(this.job.steps.find((step) => step.id === Number(group.dataset.id)).name);
    }
  }

  key(event) {
    const group = event.target.closest?.(".step");
    if (!group || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(event);
      return;
    }
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (way) {
      event.preventDefault();
      this.nearest(Number(group.dataset.id), way)?.focus();
    }
  }

  /** The next step in a direction: what lies straight ahead counts as nearer. */
  nearest(id, [dx, dy]) {
    const from = this.plan.steps.get(id);
    let best = null;
    for (const [other, box] of this.plan.steps) {
      const ahead = dx * (box.x - from.x) + dy * (box.y - from.y);
      const aside = Math.abs(dx ? box.y - from.y : box.x - from.x);
      const cost = ahead + 2 * aside;
      if (other !== id && ahead > 1 && (best === null || cost < best.cost)) {
        best = { cost, group: this.steps.get(other) };
      }
    }
    return best?.group;
  }
}

function hatch() {
  const pattern = svg("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(svg("rect", { class: "hatch-back", width: 5, height: 5 }), svg("path", { class: "hatch-line", d: "M0 0V5" }));
  return svg("defs", {}, pattern);
}

function stageGroup({ id, x, y, width, height }) {
  const bars = SHARE_NAMES.map((name) => svg("rect", { class: "share-" + name, y: y + 25, height: 6 }));
  return svg(
    "g",
    { class: "stage", "data-stage": id },
    svg("rect", { class: "stage-box", x, y, width, height, rx: 9 }),
    svg("text", { class: "stage-title", x: x + 11, y: y + 17 }),
    svg("text", { class: "stage-state", x: x + width - 11, y: y + 17 }),
    svg("rect", { class: "share-none", x: x + 10, y: y + 25, width: width - 20, height: 6, rx: 2 }),
    svg("g", { class: "shares" }, ...bars),
  );
}

function showStage(group, { id, x, width }, tasks, shares) {
  const [, title, state, , bars] = group.children;
  const pressed = shares !== null && shares.blocked >= PRESSED;
  group.classList.toggle("pressed", pressed);
  setText(title, `stage ${id} · ${tasks.length === 1 ? "1 task" : tasks.length + " tasks"}`);
  const most = shares && SHARE_NAMES.reduce((a, b) => (shares[b] > shares[a] ? b : a));
  const named = pressed ? "blocked" : most;
  setText(state, tasks.length === 0 ? "not running" : named ? `${named} ${percent(shares[named])}` : "");
  divided(shares, width - 20).forEach((part, i) => {
    setAttributes(bars.children[i], { x: x + 10 + part.x, width: part.width });
  });
}

function edgeGroup(edge) {
  const { x, y } = edge.label;
  const gauge = edge.kind === "cross";
  const hidden = edge.unlabelled ? " unlabelled" : "";
  return svg(
    "g",
    { class: `edge-group ${edge.kind}${hidden}`, "data-from": edge.from, "data-to": edge.to },
    svg("path", { class: "edge", d: edge.path }),
    svg("path", { class: "arrow", d: edge.arrow }),
    svg("text", { class: "edge-rate", x, y: gauge ? y - 7 : y }),
    gauge ? svg("rect", { class: "gauge", x: x - 18, y: y + 3, width: 36, height: 4, rx: 2 }) : null,
    gauge ? svg("rect", { class: "gauge-fill", x: x - 18, y: y + 3, height: 4, rx: 2 }) : null,
    gauge ? svg("text", { class: "edge-note", x, y: y + 18 }) : null,
    svg("title", {}),
  );
}

function showEdge(group, edge, flow, channel) {
  const [line, , label, gauge, fill, note] = group.children;
  setText(label, flow === null ? "" : rate(flow));
  setAttributes(line, { "stroke-width": flow ? strokeWidth(flow, edge) : 1.4 });
  line.classList.toggle("full", isFull(channel));
  group.classList.toggle("full", isFull(channel));
  if (edge.kind === "cross") {
    const share = channel && channel.capacity > 0 ? channel.fullest / channel.capacity : 0;
    setAttributes(fill, { width: 36 * Math.min(1, share) });
    setAttributes(gauge, { visibility: channel ? "visible" : "hidden" });
    setText(note, isFull(channel) ? "full" : "");
    const words = channel
      ? `the fullest of ${channel.channels} channels holds ${channel.fullest} of ${channel.capacity} batches`
      : "no channel";
    setText(group.lastElementChild, words);
  }
}

function strokeWidth(flow, { kind, thin }) {
  return Math.min(kind !== "cross" ? 2 : thin ? 3 : 6, 1.4 + Math.log10(1 + flow) * 0.8).toFixed(1);
}

function stepGroup({ id, x, y, width, height }, step) {
  return svg(
    "g",
    { class: "step", "data-id": id, "data-name": step.name, tabindex: "0", role: "button" },
    svg("title", {}),
    svg("rect", { class: "step-box", x, y, width, height, rx: 6 }),
    svg("path", { class: "spark-area", transform: `translate(${x + width - 112} ${y + 5})` }),
    svg("path", { class: "spark", transform: `translate(${x + width - 112} ${y + 5})` }),
    svg("text", { class: "step-name", x: x + 9, y: y + 18 }),
    svg("text", { class: "step-rate", x: x + width - 9, y: y + 18 }),
    svg("text", { class: "step-kind", x: x + 9, y: y + 34 }),
    svg("text", { class: "step-badge", x: x + width - 9, y: y + 34 }),
    svg("rect", { class: "busy-track", x: x + 9, y: y + height - 6, width: width - 18, height: 3, rx: 1.5 }),
    svg("rect", { class: "busy", x: x + 9, y: y + height - 6, height: 3, rx: 1.5 }),
  );
}

function showStep(group, step, shown, selected) {
  const [title, box, area, spark, name, flow, kind, badge, track, busy] = group.children;
  const width = Number(box.getAttribute("width"));
  const { mark } = shown;
  const class_ = ["step", mark.level, selected && "selected"].filter(Boolean).join(" ");
  setAttributes(group, { class: class_, "aria-pressed": selected });
  const roomy = width > 225;
  setText(name, shortened(step.name, width - (roomy ? 126 : 72), "620 12.5px"));
  setText(flow, rate(shown.rate));
  const [areaPath, linePath] = roomy ? sparkPaths(shown.points, 44, 14) : ["", ""];
  setAttributes(area, { d: areaPath });
  setAttributes(spark, { d: linePath });
  setText(badge, mark.badge);
  setAttributes(badge, { class: `step-badge ${mark.level}` });
  const what = step.description ? `${step.kind} · ${step.description}` : step.kind;
  setText(kind, shortened(what, width - 26 - widthOf(mark.badge, "650 11px"), "11px"));
  setAttributes(track, { visibility: shown.busy === null ? "hidden" : "visible" });
  setAttributes(busy, { width: (width - 18) * (shown.busy ?? 0), class: shown.busy > 0.7 ? "busy hot" : "busy" });
  const work = shown.busy === null ? "" : `, busy ${percent(shown.busy)}`;
  setText(title, `${step.name}\n${what}`);
  setAttributes(group, {
    "aria-label": `${step.kind} '${step.name}', ${count(step.out)} out, ${rate(shown.rate)}${work}${mark.badge ? ", " + mark.badge : ""}`,
  });
}

function widthOf(text, font) {
  measure.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return measure.measureText(text).width;
}

/** As much of a text as fits; the end of names tells them apart as often as the beginning. */
function shortened(text, room, font) {
  if (widthOf(text, font) <= room) {
    return text;
  }
  let keep = text.length;
  while (keep > 1 && widthOf(text.slice(0, keep) + "…", font) > room) {
    keep--;
  }
  return text.slice(0, keep) + "…";
}
