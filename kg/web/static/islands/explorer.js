// The explorer's map and timeline, linked with each other, the form and the table. Whatever is chosen in one of them becomes
// the page's address; the table, the counts and the lists are then those that the service writes for that address.

import { drawMap } from "./explorer-map.js";
import { drawTimeline } from "./explorer-timeline.js";

const FREE = ["from", "to", "place", "page", "order"]; // what the drawings themselves choose, or what changes no event

const form = document.getElementById("explore");
const stage = document.getElementById("drawn");
const said = document.getElementById("said");
const results = document.getElementById("results");
const drawings = {};
let shown = { key: null, events: [], places: new Map(), found: 0 };
let turn = 0;

const query = () => new URLSearchParams(location.search);

// The events of all filters but those that the drawings choose: what they can be chosen from.
async function gather(asked) {
  const wanted = new URLSearchParams([...asked].filter(([name, value]) => !FREE.includes(name) && value));
  wanted.set("details", "no");
  wanted.set("limit", "2000");
  const key = wanted.toString();
  if (key === shown.key) return shown;
  const answer = await fetch(`${stage.dataset.src}?${key}`);
  if (!answer.ok) return { key: null, events: [], places: new Map(), found: 0 };
  const given = await answer.json();
  const places = new Map(given.places.map((place) => [place.iri, place]));
  const events = given.events.map((event) => ({
    ...event,
    places: event.places.map((iri) => places.get(iri)),
    dates: event.dates
      .filter(({ earliest, latest }) => earliest || latest)
      .map((date) => ({ ...date, since: date.earliest && day(date.earliest), until: date.latest && day(date.latest, 1) })),
  }));
  return { key, events, places, found: given.found };
}

function day(text, after = 0) {
  const [year, month, date] = text.split("-").map(Number);
  const made = new Date(Date.UTC(2000, month - 1, date + after));
  made.setUTCFullYear(made.getUTCFullYear() - 2000 + year);
  return made;
}

// The ends of a period that is written as years, months or days.
function bound(text, last) {
  if (!/^\d{4}(-\d\d){0,2}$/.test(text)) return null;
  const [year, month, date] = text.split("-").map(Number);
  if (!last) return day(`${text}${"-01".repeat(2 - (text.length - 4) / 3)}`);
  if (date) return day(text, 1);
  return month === 12 || !month ? day(`${String(year + 1).padStart(4, "0")}-01-01`) : day(`${text.slice(0, 4)}-${month + 1}-01`);
}

function chosen(asked) {
  const since = bound(asked.get("from") ?? "", false);
  const until = bound(asked.get("to") ?? "", true);
  const meant = results.querySelector("[data-meant]")?.dataset.meant.split(" ").filter(Boolean) ?? [];
  const named = Boolean(asked.get("place"));
  return {
    since,
    until,
    meant,
    inPeriod: (event) =>
      !(since || until) ||
      event.dates.some((date) => !(until && date.since && date.since >= until) && !(since && date.until && date.until <= since)),
    inPlace: (event) => !named || event.places.some(({ iri, within }) => [iri, ...(within ?? [])].some((one) => meant.includes(one))),
  };
}

async function draw() {
  const mine = ++turn;
  const asked = query();
  const gathered = await gather(asked);
  if (mine !== turn) return;
  shown = gathered;
  const { events, found } = shown;
  stage.hidden = !events.length;
  document.body.classList.toggle("with-drawings", events.length > 0);
  if (!events.length) return;
  const choice = chosen(asked);
  const part = events.length < found ? ` It has the first ${events.length.toLocaleString("en")} of ${found.toLocaleString("en")} events.` : "";
  drawings.map ??= await drawMap(stage, { choose: (place) => go({ place }), light });
  drawings.timeline ??= drawTimeline(stage, { choose: (from, to) => go({ from, to }), light });
  drawings.map.show(events.filter(choice.inPeriod), choice, part);
  drawings.timeline.show(events.filter(choice.inPlace), choice, part);
}

// Marks some events wherever they stand, or none.
function light(iris) {
  const lit = new Set(iris);
  for (const row of results.querySelectorAll("tbody tr[title]")) row.classList.toggle("lit", lit.has(row.title));
  for (const drawing of Object.values(drawings)) drawing.light(lit);
}

// Goes to another address of the page without leaving it.
async function go(changes, replaced = null) {
  const asked = replaced ?? query();
  for (const [name, value] of Object.entries({ ...changes, page: changes.page ?? null })) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  const address = new URL(location.href);
  address.search = asked.toString();
  history.pushState(null, "", address);
  await settle();
}

async function settle() {
  const mine = ++turn;
  results.classList.add("stale");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== turn) return;
    const fresh = page.getElementById("results");
    if (!fresh) throw new Error("the page has no results");
    const within = results.contains(document.activeElement);
    const open = results.querySelector("details")?.open;
    results.replaceChildren(...document.adoptNode(fresh).childNodes);
    if (open) results.querySelector("details")?.setAttribute("open", "");
    fill();
    said.textContent = words();
    if (within) document.getElementById("found")?.focus({ preventScroll: true });
  } catch {
    location.reload();
    return;
  } finally {
    results.classList.remove("stale");
    results.removeAttribute("aria-busy");
  }
  await draw();
}

// What is read out when the results have changed; what is wrong reads itself out.
function words() {
  const sentences = [results.querySelector("#found"), ...results.querySelectorAll(".honest li")].filter(Boolean);
  return sentences.map((one) => one.textContent.trim()).join(" ");
}

function fill() {
  const asked = query();
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).join().split(",").includes(field.value);
    else if (field.name) field.value = asked.get(field.name) ?? "";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, value]) => value.trim());
  go({}, new URLSearchParams(filled));
});

results.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const there = new URL(link.href);
  if (there.pathname !== location.pathname || there.searchParams.has("table") || there.searchParams.has("format")) return;
  event.preventDefault();
  history.pushState(null, "", there);
  settle();
});

for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  results.addEventListener(enter, (event) => {
    const row = event.target.closest("tbody tr[title]");
    if (!row) return;
    if (row.closest("#table-events")) light([row.title]);
    else light(shown.events.filter(({ places }) => places.some(({ iri }) => iri === row.title)).map(({ iri }) => iri));
  });
  results.addEventListener(leave, (event) => event.target.closest("tbody tr[title]") && light([]));
}

window.addEventListener("popstate", () => {
  fill();
  settle();
});

draw();
