// The data_visualization block as inline SVG: line, area, bar and pie, without a library.

import { node } from "/page/text.js";

const WIDTH = 600, HEIGHT = 230, LEFT = 46, RIGHT = 14, TOP = 28, BOTTOM = 30;

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function chart(block) {
  const drawn = block.chart.type === "pie" ? pie(block.chart) : axes(block.chart);
  const names = block.chart.type === "pie" ? block.chart.segments.map((one) => one.label) : block.chart.series.map((one) => one.name);
  const legend = names.map((name, index) => node("li", {}, node("i", { className: `c${index % 6}` }), name));
  return node("figure", { className: "chart" }, node("figcaption", {}, block.title), drawn, node("ul", { className: "legend" }, legend));
}

function steps(low, high) {
  const rough = (high - low || Math.abs(high) || 1) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * unit).find((one) => one >= rough);
  const start = Math.floor(low / step) * step;
  const ticks = [];
  for (let tick = start; tick < high + step * 0.999; tick += step) ticks.push(Number(tick.toPrecision(10)));
  return ticks.length > 1 ? ticks : [...ticks, start + step];
}

function axes(given) {
  const categories = given.axis_config.categories;
  const values = given.series.flatMap((one) => one.data.map((point) => point.value));
  const grounded = given.type !== "line" || Math.min(...values) < Math.max(...values) * 0.4;
  const ticks = steps(Math.min(...values, ...(grounded ? [0] : [])), Math.max(...values, ...(grounded ? [0] : [])));
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const wide = (WIDTH - LEFT - RIGHT) / categories.length;
  const x = (index) => LEFT + wide * (index + 0.5);
  const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, svg("title", {}, given.axis_config.y_label || ""),
    svg("text", { class: "tick", x: 4, y: 14 }, given.axis_config.y_label || ""));
  for (const tick of ticks) {
    picture.append(svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick) }),
      svg("text", { class: "tick", x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, new Intl.NumberFormat().format(tick)));
  }
  const every = Math.ceil(categories.length / 12);
  categories.forEach((category, index) => {
    if (index % every === 0) picture.append(svg("text", { class: "tick", x: x(index), y: HEIGHT - 10, "text-anchor": "middle" }, category));
  });
  const draw = given.type === "bar" ? bars : lines;
  given.series.forEach((one, index) => picture.append(...draw(one, { index, count: given.series.length, wide, x, y, low, type: given.type })));
  return picture;
}

function lines(one, { index, x, y, low, type }) {
  const points = one.data.map((point, place) => `${x(place)},${y(point.value)}`);
  const made = [];
  if (type === "area") {
    const [first, last] = [x(0), x(one.data.length - 1)];
    made.push(svg("polygon", { class: `area c${index % 6}`, points: `${first},${y(low)} ${points.join(" ")} ${last},${y(low)}` }));
  }
  made.push(svg("polyline", { class: `line c${index % 6}`, points: points.join(" ") }));
  one.data.forEach((point, place) => {
    const dot = svg("circle", { class: `dot c${index % 6}`, cx: x(place), cy: y(point.value), r: 3 });
    dot.append(svg("title", {}, `${one.name} · ${point.label}: ${point.value}`));
    made.push(dot);
  });
  return made;
}

function bars(one, { index, count, wide, x, y }) {
  const width = Math.min(34, (wide * 0.72) / count);
  return one.data.map((point, place) => {
    const left = x(place) - (width * count) / 2 + width * index;
    const [top, foot] = [Math.min(y(point.value), y(0)), Math.max(y(point.value), y(0))];
    const bar = svg("rect", { class: `bar c${index % 6}`, x: left, y: top, width: Math.max(width - 2, 1), height: Math.max(foot - top, 0.5), rx: 2 });
    bar.append(svg("title", {}, `${one.name} · ${point.label}: ${point.value}`));
    return bar;
  });
}

function pie(given) {
  const whole = given.segments.reduce((sum, one) => sum + one.value, 0);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const [middle, centre, radius] = [WIDTH / 2, HEIGHT / 2, 96];
  let from = -Math.PI / 2;
  given.segments.forEach((one, index) => {
    const share = one.value / whole;
    const to = from + share * 2 * Math.PI;
    const at = (angle, size) => `${middle + size * Math.cos(angle)} ${centre + size * Math.sin(angle)}`;
    const whole_circle = `M ${at(0, radius)} A ${radius} ${radius} 0 1 1 ${at(Math.PI, radius)} A ${radius} ${radius} 0 1 1 ${at(0, radius)} Z`;
    const slice = `M ${middle} ${centre} L ${at(from, radius)} A ${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(to, radius)} Z`;
    const drawn = svg("path", { class: `slice c${index % 6}`, d: share > 0.9999 ? whole_circle : slice });
    drawn.append(svg("title", {}, `${one.label}: ${one.value}`));
    const [left, top] = at((from + to) / 2, radius + 18).split(" ");
    picture.append(drawn, svg("text", { class: "tick", x: left, y: Number(top) + 4, "text-anchor": "middle" }, `${Math.round(share * 100)}%`));
    from = to;
  });
  return picture;
}
