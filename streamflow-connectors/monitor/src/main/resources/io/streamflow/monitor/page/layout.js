// Where the boxes of a plan go: stages in columns from left to right, or below one another where
// there is no room; in each the steps that are fused into it, one below the other.

import { within, across, alongside } from "./routes.js";

export const ROW = 46;
export const DROP = 20; // between two steps of a stage, for the rate between them
export const HEAD = 38;
const PAD = 10;
const STAGE_GAP = 26;
const BELOW = 46; // between stages that are below one another
const LANE = 18; // height of an edge that passes a column

/** Boxes and edges, in pixels: {narrow, width, height, stages, steps: Map, edges}. */
export function layout(steps, available) {
  const stages = stagesOf(steps);
  const narrow = available < 620;
  const stageOf = new Map(steps.map((step) => [step.id, stages.find((s) => s.id === step.stage)]));
  const edges = edgesOf(steps, stageOf);
  layer(stages, edges);
  const size = narrow ? stack(stages, edges, available) : columns(stages, edges, available);
  const boxes = new Map(stages.flatMap((stage) => stage.rows.map((row) => [row.id, row])));
  for (const edge of edges) {
    const [a, b] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (edge.fromStage === edge.toStage) {
      within(edge, a, b, edge.fromStage);
    } else if (narrow) {
      alongside(edge, a, b, size.boxWidth);
    } else {
      across(edge, a, b);
    }
  }
  return { narrow, width: size.width, height: size.height, stages, steps: boxes, edges };
}

function stagesOf(steps) {
  const stages = [];
  for (const step of steps) {
    let stage = stages.find((s) => s.id === step.stage);
    if (!stage) {
      stage = { id: step.stage, rows: [], layer: 0 };
      stages.push(stage);
    }
    const above = stage.rows.at(-1);
    // A step that does not follow the one above it is reached by a line along the side.
    stage.indent ||= step.upstreams.some((up) => up !== above?.id && stage.rows.some((r) => r.id === up));
    stage.rows.push({ id: step.id });
  }
  for (const stage of stages) {
    stage.height = HEAD + stage.rows.length * ROW + (stage.rows.length - 1) * DROP + PAD;
  }
  return stages;
}

function edgesOf(steps, stageOf) {
  return steps.flatMap((step) =>
    step.upstreams.map((from) => ({
      from,
      to: step.id,
      fromStage: stageOf.get(from),
      toStage: stageOf.get(step.id),
      lanes: [],
    })),
  );
}

/** Each stage one column after the last one that it takes items from. */
function layer(stages, edges) {
  for (let round = 0; round < stages.length; round++) {
    for (const { fromStage, toStage } of edges) {
      if (fromStage !== toStage && toStage.layer <= fromStage.layer && fromStage.layer < stages.length) {
        toStage.layer = fromStage.layer + 1;
      }
    }
  }
}

function place(stage, x, y, width) {
  Object.assign(stage, { x, y, width });
  const left = x + PAD + (stage.indent ? 14 : 0);
  stage.rows.forEach((row, i) => {
    Object.assign(row, { x: left, y: y + HEAD + i * (ROW + DROP), width: x + width - PAD - left, height: ROW });
  });
}

function columns(stages, edges, available) {
  const layers = [];
  for (const stage of stages) {
    (layers[stage.layer] ??= []).push(stage);
  }
  addLanes(layers, edges);
  order(layers, edges);
  const count = layers.length;
  const boxWidth = Math.max(208, Math.min(count < 4 ? 400 : 330, (available - (count - 1) * 92) / count));
  const gap = count > 1 ? Math.max(88, Math.min(200, (available - count * boxWidth) / (count - 1))) : 0;
  const heights = layers.map((column) => column.reduce((sum, box) => sum + box.height + STAGE_GAP, -STAGE_GAP));
  const height = Math.max(...heights);
  layers.forEach((column, i) => {
    let y = (height - heights[i]) / 2;
    for (const box of column) {
      const x = i * (boxWidth + gap);
      if (box.lane) {
        Object.assign(box, { x, width: boxWidth, middle: y + box.height / 2 });
      } else {
        place(box, x, y, boxWidth);
      }
      y += box.height + STAGE_GAP;
    }
  });
  return { width: count * boxWidth + (count - 1) * gap, height, boxWidth };
}

/** Room in the columns that an edge passes on its way. */
function addLanes(layers, edges) {
  for (const edge of edges) {
    for (let i = edge.fromStage.layer + 1; i < edge.toStage.layer; i++) {
      const lane = { lane: true, height: LANE, edge };
      edge.lanes.push(lane);
      layers[i].push(lane);
    }
  }
}

/** Each box beside those that it is joined to, so that few edges cross. */
function order(layers, edges) {
  const joined = new Map(layers.flat().map((box) => [box, []]));
  for (const edge of edges.filter((e) => e.fromStage !== e.toStage)) {
    const path = [edge.fromStage, ...edge.lanes, edge.toStage];
    for (let i = 1; i < path.length; i++) {
      joined.get(path[i - 1]).push(path[i]);
      joined.get(path[i]).push(path[i - 1]);
    }
  }
  for (let sweep = 0; sweep < 6; sweep++) {
    const at = new Map();
    layers.forEach((column) => column.forEach((box, i) => at.set(box, (i + 0.5) / column.length)));
    for (const column of sweep % 2 ? layers.toReversed() : layers) {
      const weight = (box) => {
        const near = joined.get(box);
        return near.length ? near.reduce((sum, other) => sum + at.get(other), 0) / near.length : at.get(box);
      };
      const weights = new Map(column.map((box) => [box, weight(box)]));
      column.sort((a, b) => weights.get(a) - weights.get(b));
      column.forEach((box, i) => at.set(box, (i + 0.5) / column.length));
    }
  }
}

function stack(stages, edges, available) {
  stages.sort((a, b) => a.layer - b.layer || a.id - b.id);
  stages.forEach((stage, i) => (stage.place = i));
  const besides = edges.filter((edge) => edge.fromStage !== edge.toStage && !isStraight(edge));
  besides.forEach((edge, i) => (edge.track = i));
  edges.filter(isStraight).forEach((edge) => (edge.straight = true));
  for (const stage of stages) {
    // Their labels stand side by side above the box.
    const into = edges.filter((edge) => edge.toStage === stage && edge.fromStage !== stage);
    into.sort((a, b) => Number(b.straight ?? false) - Number(a.straight ?? false));
    into.forEach((edge, i) => Object.assign(edge, { slot: i, alone: into.length === 1 }));
  }
  const boxWidth = available - (besides.length ? 18 + besides.length * 9 : 0);
  let y = 0;
  for (const stage of stages) {
    place(stage, 0, y, boxWidth);
    y += stage.height + BELOW;
  }
  return { width: available, height: y - BELOW, boxWidth };
}

/** From the last step of a box to the first of the box below. */
function isStraight({ from, to, fromStage, toStage }) {
  return (
    toStage.place === fromStage.place + 1 && fromStage.rows.at(-1).id === from && toStage.rows[0].id === to
  );
}
