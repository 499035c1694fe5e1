// The links of a result as a network; the table below holds the same, and all of it.

import { cytoscape } from "../vendor/cytoscape.js";

const SHAPES = {
  person: ["ellipse", "●"],
  organisation: ["rectangle", "■"],
  group: ["hexagon", "⬢"],
  place: ["diamond", "◆"],
  event: ["star", "★"],
  claim: ["triangle", "▲"],
  document: ["rhomboid", "▰"],
  span: ["vee", "▾"],
};
const OTHER = ["pentagon", "⬟"];
cytoscape.warnings(false); // it tells the console of every two nodes that touch
const dark = matchMedia("(prefers-color-scheme: dark)");

function colours() {
  const style = getComputedStyle(document.documentElement);
  const [ink, quiet, accent, raised] = ["ink", "quiet", "accent", "raised"].map((name) => style.getPropertyValue(`--${name}`).trim());
  return [
    {
      selector: "node",
      style: {
        label: "data(text)", shape: "data(shape)", width: 26, height: 26, "background-color": accent, "border-width": 2, "border-color": raised,
        color: ink, "font-size": 15, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "ellipsis", "text-max-width": 190,
        "text-background-color": raised, "text-background-opacity": 0.8, "text-background-padding": 1,
      },
    },
    {
      selector: "edge",
      style: {
        label: "data(text)", width: 1.5, "line-color": quiet, "line-opacity": 0.6, "target-arrow-color": quiet, "target-arrow-shape": "triangle", "curve-style": "bezier",
        color: quiet, "font-size": 12, "text-rotation": "autorotate", "text-background-color": raised, "text-background-opacity": 0.85,
      },
    },
    { selector: ":selected", style: { "border-color": ink, "border-width": 4, "line-color": ink, "target-arrow-color": ink } },
  ];
}

function draw(figure) {
  const { nodes, links } = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const stage = document.createElement("div");
  stage.className = "stage";
  stage.setAttribute("role", "img");
  stage.setAttribute("aria-label", `Network of ${nodes.length} nodes and ${links.length} links; the table below holds the same.`);
  figure.prepend(stage);
  const graph = cytoscape({
    container: stage,
    elements: [
      ...nodes.map((node) => ({ data: { ...node, shape: (SHAPES[node.kind] ?? OTHER)[0] } })),
      ...links.map((link, at) => ({ data: { ...link, id: `link-${at}` } })),
    ],
    style: colours(),
    layout: { name: "fcose", animate: false, quality: "default", nodeDimensionsIncludeLabels: true, idealEdgeLength: 80, nodeRepulsion: 6000 },
    minZoom: 0.1,
    maxZoom: 4,
    userZoomingEnabled: false, // the page scrolls; the buttons zoom
  });
  dark.addEventListener("change", () => graph.style(colours()));
  const told = document.createElement("p");
  told.setAttribute("aria-live", "polite");
  told.textContent = "Select a node to see what it is.";
  graph.on("tap", "node", ({ target }) => tell(told, target));
  figure.querySelector("figcaption").before(legend([...new Set(nodes.map(({ kind }) => (kind in SHAPES ? kind : "other")))].sort()));
  const middle = () => ({ x: stage.clientWidth / 2, y: stage.clientHeight / 2 });
  tools(stage, told, [
    ["Closer", () => graph.zoom({ level: graph.zoom() * 1.4, renderedPosition: middle() })],
    ["Farther", () => graph.zoom({ level: graph.zoom() / 1.4, renderedPosition: middle() })],
    ["All of it", () => graph.fit(undefined, 20)],
  ]);
}

function tell(told, node) {
  const { text, kind, href } = node.data();
  const number = node.connectedEdges().length;
  told.replaceChildren();
  const name = document.createElement(href ? "a" : "strong");
  if (href) name.href = href;
  name.textContent = text;
  told.append(name, ` – ${kind ? `${kind}, ` : ""}${number} ${number === 1 ? "link" : "links"}`);
}

function tools(stage, told, buttons) {
  const bar = document.createElement("div");
  bar.className = "tools";
  for (const [text, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    bar.append(button);
  }
  bar.append(told);
  stage.after(bar);
}

function legend(kinds) {
  const list = document.createElement("ul");
  list.className = "legend";
  for (const kind of kinds) {
    const item = document.createElement("li");
    item.textContent = `${(SHAPES[kind] ?? OTHER)[1]} ${kind}`;
    list.append(item);
  }
  return list;
}

for (const figure of document.querySelectorAll('[data-drawing="network"]')) draw(figure);
