// The lines between the boxes of a plan. Each gets a path, the place of its label, and its arrow.

/** Between two steps of one stage: down, or along the side past what is between. */
export function within(edge, a, b, stage) {
  const rows = stage.rows;
  edge.kind = "stage-edge";
  if (rows.indexOf(b) === rows.indexOf(a) + 1) {
    const x = a.x + 18;
    edge.path = `M${x} ${a.y + a.height}V${b.y - 5}`;
    edge.arrow = down(x, b.y);
    edge.label = { x: x + 9, y: (a.y + a.height + b.y) / 2 + 4 };
  } else {
    const x = a.x - 11;
    const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2];
    edge.path = `M${a.x} ${y1}H${x + 6}Q${x} ${y1} ${x} ${y1 + 6}V${y2 - 6}Q${x} ${y2} ${x + 6} ${y2}H${b.x - 5}`;
    edge.arrow = right(b.x, y2);
    edge.label = { x: b.x + 27, y: b.y - 6 };
  }
}

/** From one column to another, through its lanes in those between. */
export function across(edge, a, b) {
  edge.kind = "cross";
  const start = { x: a.x + a.width, y: a.y + a.height / 2 };
  const end = { x: b.x - 6, y: b.y + b.height / 2 };
  const points = [start];
  for (const lane of edge.lanes) {
    points.push({ x: lane.x, y: lane.middle }, { x: lane.x + lane.width, y: lane.middle });
  }
  points.push(end);
  let path = `M${start.x} ${start.y}`;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const middle = (from.x + to.x) / 2;
    path += i % 2 ? `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}` : `L${to.x} ${to.y}`;
  }
  edge.path = path;
  edge.arrow = right(b.x, end.y);
  // Near the end that it has for itself: there it cannot meet the label of another.
  edge.label = edge.lanes.length
    ? { x: (points[1].x + points[2].x) / 2, y: points[1].y + 4 }
    : { x: (a.x + a.width + b.x) / 2, y: (start.y + end.y) / 2 + 4 };
}

const FIRST_SLOT = 62;
const SLOT = 78;
const SLOTS = 3; // more have no room; what flows is told at the step as well

/** Where stages are below one another: straight down, or past the boxes between. */
export function alongside(edge, a, b, boxWidth) {
  edge.kind = "cross";
  edge.thin = true;
  const place = { x: FIRST_SLOT + edge.slot * SLOT, y: edge.toStage.y - 21 };
  edge.label = edge.alone ? { x: boxWidth / 2 + 38, y: place.y } : place;
  edge.unlabelled = edge.slot >= SLOTS;
  if (edge.straight) {
    const x = edge.alone ? boxWidth / 2 : 22;
    const [top, bottom] = [edge.fromStage.y + edge.fromStage.height, edge.toStage.y];
    edge.path = `M${x} ${top}V${bottom - 5}`;
    edge.arrow = down(x, bottom);
    return;
  }
  const x = boxWidth + 12 + edge.track * 9;
  const [y1, y2] = [a.y + a.height / 2, b.y + b.height / 2];
  const turn = y2 > y1 ? 6 : -6;
  edge.path =
    `M${a.x + a.width} ${y1}H${x - 6}Q${x} ${y1} ${x} ${y1 + turn}` +
    `V${y2 - turn}Q${x} ${y2} ${x - 6} ${y2}H${b.x + b.width + 6}`;
  edge.arrow = left(b.x + b.width, y2);
}

function down(x, y) {
  return `M${x - 4} ${y - 7}L${x + 4} ${y - 7}L${x} ${y - 1}Z`;
}

function right(x, y) {
  return `M${x - 8} ${y - 4.5}L${x - 8} ${y + 4.5}L${x - 1} ${y}Z`;
}

function left(x, y) {
  return `M${x + 8} ${y - 4.5}L${x + 8} ${y + 4.5}L${x + 1} ${y}Z`;
}
