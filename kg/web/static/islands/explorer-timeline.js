// When: days as bars on the line, as high as the events of the day are many; months, years and spans as outlined bars, as long as the time
// that they may lie in. A brush over the line chooses a period, as do the fields “From” and “To”.

import { axisBottom, brushX, scaleLinear, scaleUtc } from "../vendor/d3.js";
import { figure, roomOf } from "./explorer-figure.js";

const DAYS = 64; // how high the bars of days may be
const LANE = 13;
const LANES = 7;
const DAY = 86_400_000;

export function drawTimeline(stage, { choose, light }) {
  const width = roomOf(stage);
  const { svg, caption, tool } = figure(stage, "Timeline", [width, DAYS + 40]);
  const x = scaleUtc().range([10, width - 10]);
  const brush = brushX();
  const brushed = svg.append("g").attr("aria-hidden", "true");
  const axis = svg.append("g").attr("aria-hidden", "true").attr("pointer-events", "none");
  const drawn = svg.append("g");
  let marks = drawn.selectAll(".moment");
  let now = { moments: [], whole: null, choice: null };
  let part = "";

  tool("Closer", () => stretch(0.5));
  tool("Farther", () => stretch(2));
  tool("Earlier", () => shift(-0.4));
  tool("Later", () => shift(0.4));
  const fit = tool("The period", () => look(now.choice.since ?? x.domain()[0], now.choice.until ?? x.domain()[1]));
  tool("Whole time", () => look(...now.whole));
  const every = tool("Every time", () => choose(null, null));

  const middle = () => x.domain().map(Number).reduce((one, other) => (one + other) / 2);
  const length = () => x.domain()[1] - x.domain()[0];
  function stretch(factor) {
    const half = Math.max((length() * factor) / 2, 3 * DAY);
    look(new Date(middle() - half), new Date(middle() + half));
  }
  function shift(step) {
    look(...x.domain().map((end) => new Date(+end + step * length())));
  }
  function look(since, until) {
    const room = Math.max((until - since) * 0.04, DAY);
    x.domain([new Date(+since - room), new Date(+until + room)]);
    if (until - since > 1.5 * (now.whole[1] - now.whole[0])) x.domain(now.whole);
    draw();
  }

  brush.on("end", ({ selection, sourceEvent }) => {
    if (!sourceEvent) return; // the page moved it, not the visitor
    if (!selection) return choose(null, null);
    const [since, until] = selection.map((end) => x.invert(end));
    choose(iso(new Date(Math.round(since / DAY) * DAY)), iso(new Date(Math.max(Math.round(until / DAY) - 1, Math.round(since / DAY)) * DAY)));
  });

  svg.node().addEventListener("keydown", (event) => {
    const act = { ArrowLeft: () => shift(-0.2), ArrowRight: () => shift(0.2), "+": () => stretch(0.5), "=": () => stretch(0.5), "-": () => stretch(2) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  function draw() {
    const [first, last] = x.domain();
    const visible = now.moments.filter(({ since, until }) => !(since && since > last) && !(until && until < first));
    const crowded = lanes(visible.filter(({ isDay }) => !isDay), x);
    const used = Math.max(0, ...visible.filter(({ isDay }) => !isDay).map(({ lane }) => (lane < LANES ? lane + 1 : 0)));
    const height = DAYS + 34 + used * LANE;
    svg.attr("viewBox", `0 0 ${width} ${height}`);
    axis.attr("transform", `translate(0,${DAYS})`).call(axisBottom(x).ticks(Math.max(3, Math.round(width / 110))).tickSizeOuter(0));
    brush.extent([[0, 0], [width, height]]);
    brushed.call(brush);
    const { since, until } = now.choice;
    const ends = since || until ? [since ?? first, until ?? last].map((end) => Math.max(0, Math.min(width, x(end)))) : null;
    brushed.call(brush.move, ends && ends[1] > ends[0] ? ends : null);
    const tall = scaleLinear([0, Math.max(3, ...visible.map(({ isDay, events }) => (isDay ? events.length : 0)))], [0, DAYS - 6]);
    const broad = Math.min(Math.max((x(DAY) - x(0)) * 0.8, 3), 18);
    marks = drawn.selectAll(".moment").data(visible.filter(({ isDay, lane }) => isDay || lane < LANES), ({ text }) => text).join((enter) => {
      const moment = enter.append("g").attr("role", "button").attr("tabindex", -1); // fields and list are the way for the keyboard
      moment.append("rect").attr("class", "mark");
      moment.append("title");
      return moment;
    });
    marks
      .attr("class", (one) => `moment ${one.isDay ? "exact" : "range"}${one.within ? "" : " faint"}`)
      .attr("aria-label", named)
      .on("click", (event, one) => choose(one.since && iso(one.since), one.until && iso(new Date(one.until - DAY))))
      .on("pointerenter focus", (event, one) => light(one.events))
      .on("pointerleave blur", () => light([]));
    marks.select("title").text(named);
    marks.filter(({ isDay }) => isDay).select("rect")
      .attr("x", (one) => x(+one.since + DAY / 2) - broad / 2).attr("width", broad)
      .attr("y", ({ events }) => DAYS - tall(events.length)).attr("height", ({ events }) => tall(events.length));
    marks.filter(({ isDay }) => !isDay).select("rect")
      .attr("x", (one) => left(one)).attr("width", (one) => Math.max(right(one) - left(one), 4))
      .attr("y", ({ lane }) => DAYS + 26 + lane * LANE).attr("height", LANE - 4).attr("rx", 4).attr("pointer-events", "all");
    const dated = new Set(now.moments.flatMap(({ events }) => events)).size;
    caption.textContent = `${dated.toLocaleString("en")} dated ${dated === 1 ? "event" : "events"}; ${now.undated.toLocaleString("en")} without a year.${part} Bars on the line: known to the day. Outlined bars below it: known only to the month, the year or a span. Draw over the line, or use “From” and “To”, to see a period alone.${crowded ? ` ${crowded} such dates have no room here; come closer.` : ""}`;
    svg.attr("aria-label", "Timeline. Arrows move it, plus and minus zoom. The list under “When” holds the same.");
    every.disabled = !(since || until);
    fit.disabled = !(since || until);
  }

  const left = ({ since }) => Math.max(x(since ?? x.domain()[0]), -5);
  const right = ({ until }) => Math.min(x(until ?? x.domain()[1]), width + 5);

  function lanes(ranges) {
    const ends = [];
    let crowded = 0;
    for (const one of ranges) {
      let lane = ends.findIndex((end) => end <= left(one));
      if (lane < 0) lane = ends.length;
      one.lane = lane;
      if (lane < LANES) ends[lane] = Math.max(right(one), left(one) + 4) + 2;
      else crowded += 1;
    }
    return crowded;
  }

  return {
    show(events, choice, more) {
      part = more;
      const moments = momentsOf(events, choice);
      const ends = moments.flatMap(({ since, until }) => [since, until]).filter(Boolean).map(Number);
      const had = now.key;
      const key = moments.map(({ text }) => text).join(" ");
      now = { moments, choice, key, undated: events.filter(({ dates }) => !dates.length).length, whole: now.whole };
      if (had !== key || !now.whole) {
        const [since, until] = ends.length ? [Math.min(...ends), Math.max(...ends)] : [Date.now() - 365 * DAY, Date.now()];
        const room = Math.max((until - since) * 0.04, 2 * DAY);
        now.whole = [new Date(since - room), new Date(until + room)];
        x.domain(now.whole);
        const length = choice.since && choice.until ? choice.until - choice.since : 0;
        if (length && length < 0.15 * (until - since)) x.domain([new Date(choice.since - length), new Date(+choice.until + length)]);
      }
      draw();
    },
    light(lit) {
      marks.classed("lit", ({ events }) => events.some((iri) => lit.has(iri)));
    },
  };
}

// What stands at one date: all events that have it, in the order of time.
function momentsOf(events, choice) {
  const moments = new Map();
  for (const event of events) {
    for (const date of event.dates) {
      if (!moments.has(date.text)) moments.set(date.text, { ...date, isDay: date.since && date.until && date.until - date.since <= DAY, events: [], lane: 0 });
      moments.get(date.text).events.push(event.iri);
    }
  }
  for (const one of moments.values()) one.within = choice.inPeriod({ dates: [one] });
  return [...moments.values()].sort((one, other) => (one.since ?? one.until) - (other.since ?? other.until));
}

const iso = (date) => date.toISOString().slice(0, 10);

function named({ text, known, events, isDay }) {
  const number = `${events.length.toLocaleString("en")} ${events.length === 1 ? "event" : "events"}`;
  return `${text}${isDay ? "" : ` (known as ${known})`}: ${number}`;
}
