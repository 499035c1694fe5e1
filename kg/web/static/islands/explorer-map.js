// Where: places on a map of the world, as large as the events there are many. What is known to a settlement or a facility is a
// filled dot; what is known only as a country, a region or somewhere within one is a hatched ring around its middle.

import { feature, geoNaturalEarth1, geoPath, scaleSqrt, select, zoom, zoomIdentity } from "../vendor/d3.js";
import { figure, roomOf } from "./explorer-figure.js";

const CLOSEST = 60;
const LABELLED = 40;
const LARGEST = 22; // pixels from the middle of the mark with most events to its edge

export async function drawMap(stage, { choose, light }) {
  const world = await (await fetch(stage.dataset.world)).json();
  const width = roomOf(stage);
  const extent = [width, Math.min(Math.max(width * 0.5, 280), 520)];
  const { svg, caption, tool } = figure(stage, "Map", extent);
  const projection = geoNaturalEarth1().fitSize(extent, { type: "Sphere" });
  hatching(svg);
  const earth = svg.append("g");
  earth.append("path").attr("class", "earth").attr("aria-hidden", "true").attr("d", geoPath(projection)(feature(world, world.objects.countries)));
  const under = earth.append("g");
  const over = earth.append("g").attr("aria-hidden", "true").attr("pointer-events", "none"); // no mark covers a name
  let scale = 1;
  let marks = under.selectAll(".spot");
  let labels = over.selectAll("text");
  const radius = scaleSqrt();

  const wide = ({ events, exactness }) => radius(events.length) + (exactness === "area" ? 6 : 0);
  const size = () => {
    const free = room(scale);
    marks.select(".mark").attr("r", (spot) => wide(spot) / scale);
    labels.attr("y", (spot) => spot.at[1] - (wide(spot) + 5) / scale).attr("font-size", 13 / scale).attr("stroke-width", 3 / scale)
      .text((spot) => (spot.rank < LABELLED && free(spot, wide(spot)) ? spot.label : ""));
    svg.select("#hatching").attr("patternTransform", `rotate(45) scale(${1 / scale})`);
  };
  const behaviour = zoom()
    .scaleExtent([1, CLOSEST])
    .translateExtent([[0, 0], extent])
    .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button))
    .on("zoom", ({ transform }) => {
      scale = transform.k;
      earth.attr("transform", transform);
      size();
    });
  svg.call(behaviour).on("dblclick.zoom", null);
  const fit = (spots) => svg.call(behaviour.transform, around(spots?.length ? spots : marks.data(), extent));
  tool("Closer", () => svg.call(behaviour.scaleBy, 1.7));
  tool("Farther", () => svg.call(behaviour.scaleBy, 1 / 1.7));
  tool("All places", () => fit());
  tool("Whole world", () => svg.call(behaviour.transform, zoomIdentity));
  const every = tool("Every place", () => choose(null));
  svg.node().addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) svg.call(behaviour.translateBy, step[0] / scale, step[1] / scale);
    else if (event.key === "+" || event.key === "=") svg.call(behaviour.scaleBy, 1.7);
    else if (event.key === "-") svg.call(behaviour.scaleBy, 1 / 1.7);
    else return;
    event.preventDefault();
  });
  let fitted = "";

  return {
    show(events, { meant }, part) {
      const spots = spotsOf(events, projection);
      const unplaced = events.filter(({ places }) => !places.some(({ latitude }) => latitude !== undefined)).length;
      const words = `${count(spots.length, "place")} on the map; ${count(unplaced, "event")} without one.`;
      svg.attr("aria-label", `Map: ${words} Arrows move it, plus and minus zoom. The list under “Where” holds the same.`);
      caption.textContent = `${words}${part} Filled: the place itself. Hatched: somewhere in a larger place, drawn at its middle. Choose one to see its events alone.`;
      every.disabled = !meant.length;
      const most = Math.max(12, ...spots.map((spot) => spot.events.length));
      radius.domain([0, most]).range([0, LARGEST]);
      marks = under.selectAll(".spot").data(spots, ({ iri }) => iri).join((enter) => {
        const spot = enter.append("g").attr("role", "button").attr("tabindex", -1); // the list is the way for the keyboard
        spot.append("circle").attr("class", "mark");
        spot.append("title");
        return spot;
      });
      marks
        .attr("class", (spot) => `spot ${spot.exactness}${meant.length ? (among(spot, meant) ? " chosen" : " faint") : ""}`)
        .attr("aria-pressed", (spot) => String(among(spot, meant)))
        .attr("aria-label", named)
        .attr("transform", ({ at }) => `translate(${at})`)
        .on("click", (event, spot) => choose(meant.length === 1 && meant[0] === spot.iri ? null : spot.iri))
        .on("pointerenter focus", (event, spot) => light(spot.events))
        .on("pointerleave blur", () => light([]));
      marks.select(".mark").attr("fill", ({ exactness }) => (exactness === "area" ? "url(#hatching)" : null));
      marks.select("title").text(named);
      const first = [...spots].sort((one, other) => one.rank - other.rank);
      labels = over.selectAll("text").data(first, ({ iri }) => iri).join("text").attr("class", "placename").attr("text-anchor", "middle").attr("x", ({ at }) => at[0]);
      size();
      const key = spots.map(({ iri }) => iri).sort().join(" ");
      if (key !== fitted && !(meant.length && fitted)) fit(spots.filter((spot) => among(spot, meant)));
      fitted = key;
    },
    light(lit) {
      marks.classed("lit", ({ events }) => events.some((iri) => lit.has(iri)));
    },
  };
}

// What stands at one place: large areas first and settlements last, so that small marks are drawn over large ones.
function spotsOf(events, projection) {
  const spots = new Map();
  for (const event of events) {
    for (const place of event.places) {
      if (place.latitude === undefined) continue;
      const at = projection([place.longitude, place.latitude]);
      if (!at) continue;
      if (!spots.has(place.iri)) spots.set(place.iri, { ...place, at, events: [] });
      spots.get(place.iri).events.push(event.iri);
    }
  }
  const most = [...spots.values()].sort((one, other) => other.events.length - one.events.length || one.label.localeCompare(other.label));
  most.forEach((spot, rank) => { spot.rank = rank; });
  return most.sort((one, other) => (one.exactness === "point") - (other.exactness === "point") || other.events.length - one.events.length);
}

const among = ({ iri, within }, meant) => [iri, ...(within ?? [])].some((one) => meant.includes(one));
const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

function named({ label, events, exactness, by }) {
  const where = exactness === "area" ? `, known only as somewhere in ${by || "it"}` : "";
  return `${label}: ${count(events.length, "event")}${where}`;
}

function hatching(svg) {
  const pattern = svg.append("defs").append("pattern").attr("id", "hatching").attr("width", 5).attr("height", 5).attr("patternUnits", "userSpaceOnUse");
  pattern.append("line").attr("class", "hatch").attr("y2", 5).attr("x1", 1).attr("x2", 1);
}

// Whether there is room for a label beside those that were written before.
function room(scale) {
  const taken = [];
  return ({ at, label }, above) => {
    const [x, y] = [at[0] * scale, at[1] * scale - above];
    const half = label.length * 3.6 + 4;
    if (taken.some((box) => Math.abs(box.x - x) < box.half + half && Math.abs(box.y - y) < 17)) return false;
    taken.push({ x, y, half });
    return true;
  };
}

// The part of the world that holds all places, with room around them.
function around(spots, extent) {
  if (!spots.length) return zoomIdentity;
  const spread = [0, 1].map((axis) => {
    const values = spots.map(({ at }) => at[axis]);
    return [Math.min(...values), Math.max(...values)];
  });
  const fitting = spread.map(([low, high], axis) => extent[axis] / (high - low + 30));
  const scale = Math.max(1, Math.min(CLOSEST / 3, ...fitting));
  const middle = spread.map(([low, high]) => (low + high) / 2);
  return zoomIdentity.translate(extent[0] / 2, extent[1] / 2).scale(scale).translate(-middle[0], -middle[1]);
}
