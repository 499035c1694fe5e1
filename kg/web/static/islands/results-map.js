// The points of a result on a map of the world, drawn as SVG; the table below holds the same.

import { feature, geoNaturalEarth1, geoPath, select, zoom, zoomIdentity } from "../vendor/d3.js";

const LABELLED = 25;
const CLOSEST = 80;

async function draw(figure) {
  const points = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const answer = await fetch(figure.dataset.world);
  if (!answer.ok) return;
  const world = await answer.json();
  const stage = document.createElement("div");
  stage.className = "stage";
  figure.prepend(stage);
  const size = [stage.clientWidth, stage.clientHeight];
  const projection = geoNaturalEarth1().fitSize(size, { type: "Sphere" });
  const path = geoPath(projection);
  const words = `Map with ${points.length} ${points.length === 1 ? "point" : "points"}; the table below holds the same.`;
  const svg = select(stage).append("svg").attr("viewBox", `0 0 ${size[0]} ${size[1]}`).attr("role", "group").attr("aria-label", words);
  const earth = svg.append("g");
  earth.append("path").attr("class", "land").attr("d", path(feature(world, world.objects.countries)));
  const marks = earth
    .selectAll("a")
    .data(points.map(([long, lat, text, href]) => ({ at: projection([long, lat]), text, href })).filter(({ at }) => at))
    .join("a")
    .attr("href", ({ href }) => href || null)
    .attr("tabindex", -1) // the table is the way for the keyboard
    .attr("transform", ({ at }) => `translate(${at})`);
  const circles = marks.append("circle").attr("class", "point");
  marks.append("title").text(({ text }) => text);
  const labels = points.length <= LABELLED ? marks.append("text").attr("aria-hidden", "true").text(({ text }) => text) : null;
  const behaviour = zoom()
    .scaleExtent([1, CLOSEST])
    .translateExtent([[0, 0], size])
    .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button))
    .on("zoom", ({ transform }) => {
      earth.attr("transform", transform);
      circles.attr("r", 6 / transform.k);
      labels?.attr("x", 9 / transform.k).attr("y", 4 / transform.k).style("font-size", `${13 / transform.k}px`)
        .style("stroke-width", `${3 / transform.k}px`);
    });
  svg.call(behaviour);
  const fit = () => svg.call(behaviour.transform, around(marks.data().map(({ at }) => at), size));
  fit();
  tools(figure, [
    ["Closer", () => svg.call(behaviour.scaleBy, 1.6)],
    ["Farther", () => svg.call(behaviour.scaleBy, 1 / 1.6)],
    ["All points", fit],
    ["Whole world", () => svg.call(behaviour.transform, zoomIdentity)],
  ]);
}

// The part of the world that holds all points, with room around them.
function around(places, size) {
  const spread = [0, 1].map((axis) => {
    const values = places.map((at) => at[axis]);
    return [Math.min(...values), Math.max(...values)];
  });
  const scale = Math.min(CLOSEST / 3, ...spread.map(([low, high], axis) => (size[axis] * 0.8) / (high - low + 12)));
  const middle = spread.map(([low, high]) => (low + high) / 2);
  const zoomed = Math.max(1, scale);
  return zoomIdentity.translate(size[0] / 2, size[1] / 2).scale(zoomed).translate(-middle[0], -middle[1]);
}

function tools(figure, buttons) {
  const bar = document.createElement("div");
  bar.className = "tools";
  for (const [text, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    bar.append(button);
  }
  figure.querySelector(".stage").after(bar);
}

for (const figure of document.querySelectorAll('[data-drawing="map"]')) draw(figure);
