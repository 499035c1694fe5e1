// A document: words and the claims that rest on them show each other, by hovering, by focus and by the address.

const reading = document.querySelector(".reading");
const SPAN = /^#char=(\d+),(\d+)$/;

function each(passage, act) {
  for (const found of reading.querySelectorAll(`[data-passage="${passage}"]`)) act(found);
}

function passageOf(node) {
  return node instanceof Element ? node.closest("[data-passage]")?.dataset.passage : undefined;
}

let lit;

function light(passage) {
  if (passage === lit) return;
  if (lit) each(lit, (found) => found.classList.remove("lit"));
  if (passage) each(passage, (found) => found.classList.add("lit"));
  lit = passage;
}

// A mark that had to be cut where another one ends is one mark for whoever comes by its address.
function arrive() {
  for (const found of reading.querySelectorAll(".at")) found.classList.remove("at");
  const span = SPAN.exec(decodeURIComponent(location.hash));
  if (!span) return;
  const name = `char=${span[1]},${span[2]}`;
  const parts = reading.querySelectorAll(`[data-span="${name}"]`);
  for (const part of parts) part.classList.add("at");
  if (parts.length) {
    const passage = parts[0].dataset.passage;
    const beside = passage && document.getElementById(`passage-${passage}`);
    const list = reading.querySelector(".passages");
    if (beside && list.scrollHeight > list.clientHeight) list.scrollTop = beside.offsetTop;
  } else {
    // The words are on another page of the text, or no mark: the service marks what it is asked for.
    const asked = new URLSearchParams(location.search).get("at");
    const wanted = `${span[1]},${span[2]}`;
    if (asked !== wanted) location.replace(`${location.pathname}?at=${wanted}${location.hash}`);
  }
}

if (reading) {
  for (const name of ["mouseover", "focusin"]) reading.addEventListener(name, (event) => light(passageOf(event.target)));
  reading.addEventListener("mouseleave", () => light(undefined));
  reading.addEventListener("focusout", () => light(undefined));
  addEventListener("hashchange", arrive);
  arrive();
}
