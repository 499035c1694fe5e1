// The network drawn: who is linked to whom. The panel beside it says the same in words and can be operated by keys alone;
// the tables below hold all of it. What is shown stands in the address.

import { cytoscape } from "../vendor/cytoscape.js";

const SHAPES = {
  person: ["ellipse", "●", "person"],
  state: ["pentagon", "⬟", "state"],
  armed: ["triangle", "▲", "armed force or group"],
  organisation: ["rectangle", "■", "organisation"],
  group: ["hexagon", "⬢", "group of people"],
  place: ["diamond", "◆", "place"],
  other: ["vee", "▾", "other"],
};
const LINES = {
  said: ["solid", "——", "said to be so"],
  disputed: ["long", "— —", "disputed: said and denied"],
  denied: ["dashed", "- - -", "denied"],
  planned: ["dotted", "····", "planned"],
  possible: ["dotted", "····", "possible"],
  hypothetical: ["dotted", "····", "hypothetical"],
};
const MOST_CLAIMS = 12;
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const finger = matchMedia("(pointer: coarse)");

function make(tag, { text, href, press, title, className, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (href) element.href = href;
  if (title) element.title = title;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (press) {
    element.type = "button";
    element.addEventListener("click", press);
  }
  element.append(...children);
  return element;
}

const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const keyOf = (link) => JSON.stringify([link.source, link.kind, link.target]);

function styles() {
  const computed = getComputedStyle(document.documentElement);
  const [ink, quiet, line, accent, raised, denied, planned, possible, warn] = ["ink", "quiet", "line", "accent", "raised", "denied", "planned", "possible", "warn"].map((name) => computed.getPropertyValue(`--${name}`).trim());
  return [
    {
      selector: "node",
      style: {
        label: "data(label)", shape: "data(form)", width: 24, height: 24, "background-color": accent, "border-width": 2, "border-color": raised, color: ink,
        "font-size": 13, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 130, "min-zoomed-font-size": 5,
        "text-background-color": raised, "text-background-opacity": 0.85, "text-background-padding": 1,
      },
    },
    { selector: "node[?root]", style: { width: 38, height: 38, "font-size": 16, "font-weight": "bold", "background-color": ink } },
    {
      selector: "edge",
      style: {
        label: "data(label)", width: "data(width)", "line-color": quiet, "target-arrow-color": quiet, "target-arrow-shape": "triangle", "curve-style": "bezier",
        color: quiet, "font-size": 11, "font-family": "system-ui, sans-serif", "text-rotation": "autorotate", "min-zoomed-font-size": 7, "text-background-color": raised, "text-background-opacity": 0.9,
      },
    },
    { selector: 'edge[standing = "disputed"]', style: { "line-style": "dashed", "line-dash-pattern": [14, 4], "line-color": warn, "target-arrow-color": warn, color: warn } },
    { selector: 'edge[standing = "denied"]', style: { "line-style": "dashed", "line-dash-pattern": [5, 5], "line-color": denied, "target-arrow-color": denied, color: denied } },
    { selector: 'edge[standing = "planned"]', style: { "line-style": "dotted", "line-color": planned, "target-arrow-color": planned, color: planned } },
    { selector: 'edge[standing = "possible"], edge[standing = "hypothetical"]', style: { "line-style": "dotted", "line-color": possible, "target-arrow-color": possible, color: possible } },
    { selector: "node:selected", style: { "border-color": warn, "border-width": 4 } },
    { selector: "edge:selected", style: { width: 4, "line-color": ink, "target-arrow-color": ink, color: ink } },
    { selector: ".aside", style: { opacity: 0.25 } },
    { selector: "core", style: { "active-bg-color": line } },
  ];
}

class Drawing {
  constructor(section) {
    this.section = section;
    this.source = new URL(section.dataset.src, location.href);
    this.stage = section.querySelector(".stage");
    this.panel = section.querySelector(".panel");
    this.nodes = new Map();
    this.links = new Map();
    this.told = make("p", { className: "note", role: "status" });
    this.detail = make("div", { className: "detail", tabindex: "-1" });
    this.lists = make("div", { className: "lists" });
    this.panel.append(this.told, this.detail, this.lists);
    this.stage.setAttribute("role", "img");
    this.legend = make("ul", { className: "legend" });
    this.stage.after(this.tools(), this.legend);
  }

  async start() {
    this.section.hidden = false;
    this.graph = cytoscape({ container: this.stage, style: styles(), minZoom: 0.1, maxZoom: 4, userZoomingEnabled: false, userPanningEnabled: !finger.matches, autoungrabify: finger.matches, boxSelectionEnabled: false });
    dark.addEventListener("change", () => this.graph.style(styles()));
    this.graph.on("tap", "node", ({ target }) => this.showNode(target.id()));
    this.graph.on("tap", "edge", ({ target }) => this.showLink(target.id()));
    this.graph.on("tap", ({ target }) => target === this.graph && this.showNothing());
    await this.load();
  }

  async json(address) {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const body = await response.json();
    if (!response.ok) throw new Error(body.detail ?? `The service answered ${response.status}.`);
    return body;
  }

  async load(near) {
    const network = await this.json(this.source);
    const at = near && this.graph.getElementById(near).position();
    const found = new Set();
    const fresh = [];
    for (const node of network.nodes) {
      found.add(node.iri);
      if (!this.nodes.has(node.iri)) {
        const spread = () => (Math.random() - 0.5) * 120;
        const position = at ? { x: at.x + spread(), y: at.y + spread() } : undefined;
        fresh.push({ group: "nodes", data: { id: node.iri, label: node.label, form: (SHAPES[node.shape] ?? SHAPES.other)[0], root: node.root ? 1 : 0 }, position });
      }
      this.nodes.set(node.iri, node);
    }
    for (const link of network.links) {
      const key = keyOf(link);
      found.add(key);
      if (!this.links.has(key)) {
        const doubt = link.standing === "said" ? "" : `, ${link.standing}`;
        fresh.push({ group: "edges", data: { id: key, source: link.source, target: link.target, label: `${link.phrase} (${link.claims}${doubt})`, standing: link.standing, width: Math.min(1.5 + Math.log2(link.claims), 6) } });
      }
      this.links.set(key, link);
    }
    for (const known of [this.nodes, this.links]) for (const key of known.keys()) if (!found.has(key)) known.delete(key);
    this.graph.elements().filter((element) => !found.has(element.id())).remove();
    this.graph.add(fresh);
    const crowded = network.nodes.length > 60;
    this.graph.layout({ name: "fcose", animate: Boolean(near) && !still.matches, animationDuration: 400, randomize: !near, quality: crowded ? "default" : "proof", nodeDimensionsIncludeLabels: true, idealEdgeLength: crowded ? 90 : 130, nodeRepulsion: 9000, packComponents: true, stop: () => this.fit() }).run();
    const many = `${counted(network.nodes.length, "actor or place", "actors and places")}, ${counted(network.links.length, "link")}`;
    this.stage.setAttribute("aria-label", `Network of ${many}; the buttons beside it and the tables below hold the same.`);
    this.told.textContent = `${many}. Select one to see why it is there.`;
    this.writeLegend();
    this.writeLists();
    this.writeFiles();
  }

  fit() {
    this.graph.fit(undefined, 20);
    if (this.graph.zoom() > 1.2) {
      this.graph.zoom(1.2);
      this.graph.center();
    }
  }

  writeLegend() {
    const shapes = [...new Set([...this.nodes.values()].map((node) => node.shape))].map((name) => SHAPES[name] ?? SHAPES.other);
    const lines = [...new Set([...this.links.values()].map((link) => link.standing))].map((name) => LINES[name]);
    this.legend.replaceChildren(...[...shapes, ...lines].map(([, sign, text]) => make("li", {}, make("span", { text: sign, "aria-hidden": "true" }), ` ${text}`)));
  }

  writeLists() {
    const part = (title, items) => {
      const list = make("ul", {}, ...items.map((item) => make("li", {}, item)));
      return make("details", {}, make("summary", { text: title }), list);
    };
    const nodes = [...this.nodes.values()].map((node) => make("button", { text: `${(SHAPES[node.shape] ?? SHAPES.other)[1]} ${node.label}`, title: node.iri, press: () => this.showNode(node.iri, true) }));
    const links = [...this.links].map(([key, link]) => make("button", { text: `${this.sentence(link)} (${link.claims}${link.standing === "said" ? "" : `, ${link.standing}`})`, press: () => this.showLink(key, true) }));
    const open = [...this.lists.querySelectorAll("details")].map((details) => details.open);
    this.lists.replaceChildren(part(`Actors and places (${nodes.length})`, nodes), part(`Links (${links.length})`, links));
    this.lists.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? at === 0));
  }

  sentence(link) {
    return `${this.nodes.get(link.source).label} ${link.phrase} ${this.nodes.get(link.target).label}`;
  }

  mark(key) {
    this.graph.elements().unselect().removeClass("aside");
    if (!key) return;
    const element = this.graph.getElementById(key);
    element.select();
    const near = element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes());
    this.graph.elements().difference(near).addClass("aside");
  }

  show(key, moveFocus, ...content) {
    this.shown = key;
    this.mark(key);
    this.detail.replaceChildren(...content);
    if (moveFocus) this.detail.focus();
  }

  showNothing() {
    this.show(undefined, false);
  }

  link(text, address, base = this.source) {
    return make("a", { text, href: new URL(address, base).href });
  }

  async showNode(iri, moveFocus) {
    const node = this.nodes.get(iri);
    const kinds = make("ul", { className: "kinds" });
    const root = [...this.nodes.values()].find((one) => one.root);
    const ways = make("p", {}, this.link("Open its page", node.page));
    if (!node.root) {
      ways.append(" · ", make("a", { text: `Paths from ${root.label}`, href: this.address([["entity", root.iri], ["other", iri]]) }));
      ways.append(" · ", make("a", { text: "Start from here", href: this.address([["entity", iri]]) }));
    }
    const heading = make("h3", { text: node.label, title: iri });
    const words = `${node.type || "of no class"}, linked with ${counted(node.linked, "other")}`;
    this.show(iri, moveFocus, heading, make("p", { className: "quiet", text: words }), ways, kinds);
    const here = new URL(this.source);
    here.pathname += "/kinds";
    here.search = new URLSearchParams({ entity: iri }).toString();
    await this.attempt(async () => {
      const { kinds: found } = await this.json(here);
      if (this.shown !== iri) return;
      const drawn = (kind) => [...this.links.values()].filter((link) => link.kind === kind && [link.source, link.target].includes(iri)).length;
      const items = found.filter((one) => one.links > drawn(one.kind)).map((one) => this.kindItem(iri, one, drawn(one.kind)));
      if (this.grows) items.push(make("li", {}, "whatever the kind, designations and posts too ", this.expander(iri, "", "Expand", "Expand by any kind")));
      kinds.replaceChildren(...items);
    });
  }

  kindItem(iri, kind, drawn) {
    const more = Math.min(12, kind.links - drawn);
    const item = make("li", { text: `${kind.phrase}: ${drawn} of ${counted(kind.links, "link")} ` });
    if (this.grows) item.append(this.expander(iri, kind.kind, `Expand ${more} more`, `Expand ${more} more: ${kind.phrase}`));
    return item;
  }

  // Paths are what they are: they do not grow.
  get grows() {
    return !this.source.searchParams.has("other");
  }

  expander(iri, kind, text, name) {
    return make("button", { text, press: () => this.expand(iri, kind), "aria-label": name });
  }

  async expand(iri, kind) {
    await this.attempt(async () => {
      const before = this.nodes.size + this.links.size;
      const here = new URL(this.source);
      const wanted = `${iri} ${kind}`.trim();
      if (!here.searchParams.getAll("expand").includes(wanted)) here.searchParams.append("expand", wanted);
      this.source = here;
      this.told.textContent = "Loading …";
      await Promise.all([this.load(iri), this.refresh()]);
      const grown = this.nodes.size + this.links.size - before;
      await this.showNode(iri, true);
      this.told.textContent = grown ? `${counted(grown, "actor or link was", "actors and links were")} added.` : "Nothing more could be added: a drawing holds no more, or the others are weaker than those that are drawn.";
    });
  }

  async refresh() {
    const address = this.address([...this.source.searchParams]);
    history.replaceState(null, "", address);
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of ["[data-network-words]", "[data-network-tables]"]) {
      const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
      if (old && fresh) old.replaceWith(document.importNode(fresh, true));
    }
  }

  address(parameters) {
    const here = new URL(location.href);
    here.search = new URLSearchParams(parameters).toString();
    here.hash = "";
    return here.href;
  }

  async showLink(key, moveFocus) {
    const link = this.links.get(key);
    const claims = make("div", { className: "claims" });
    const words = [counted(link.claims, "claim"), `${counted(link.claimants, "claimant")}`, `${counted(link.documents, "document")}`].join(", ");
    const heading = make("h3", { text: this.sentence(link), title: link.iri });
    const whole = make("p", {}, this.link("All the evidence", link.page));
    const numbers = make("p", { className: "quiet", text: link.stance ? `${words}: ${link.stance}` : words });
    this.show(key, moveFocus, heading, numbers, whole, claims);
    await this.attempt(async () => {
      const address = new URL(link.evidence, this.source);
      const found = await this.json(address);
      if (this.shown !== key) return;
      const disputed = new Map(found.conflicts.flatMap((conflict) => conflict.claims.map((iri) => [iri, conflict.matter])));
      const first = [...found.claims].sort((one, other) => disputed.has(other.iri) - disputed.has(one.iri)).slice(0, MOST_CLAIMS);
      claims.replaceChildren(...first.map((claim) => this.account(claim, disputed.get(claim.iri), address)));
      if (found.claims.length > first.length || found.more) claims.append(make("p", { className: "note", text: "There are more." }));
    });
  }

  account(claim, matter, address) {
    const caption = make("figcaption", {}, make("strong", { text: claim.claimant }), `: ${claim.subject} ${claim.predicate} ${claim.object}`);
    for (const [text, manner] of [[claim.stance, claim.manner], [claim.rejected_by && `rejected by ${claim.rejected_by}`, "rejected"]]) {
      if (text) caption.append(" ", make("span", { className: `stance ${manner}`, text }));
    }
    const figure = make("figure", { className: `account ${claim.manner}` }, caption, make("blockquote", {}, make("p", { text: claim.quote })));
    if (matter) figure.append(make("p", { className: "note", text: `Others disagree: ${matter.toLowerCase()}` }));
    const dated = claim.date ? ` · ${claim.date}` : "";
    figure.append(make("p", { className: "source" }, `${claim.document}${dated} · `, this.link("the claim", claim.page, address)));
    return figure;
  }

  async attempt(act) {
    try {
      await act();
    } catch (error) {
      this.told.textContent = `That could not be loaded: ${error.message}`;
    }
  }

  tools() {
    const middle = () => ({ x: this.stage.clientWidth / 2, y: this.stage.clientHeight / 2 });
    const zoom = (factor) => () => this.graph.zoom({ level: this.graph.zoom() * factor, renderedPosition: middle() });
    const buttons = [["Closer", zoom(1.4)], ["Farther", zoom(1 / 1.4)], ["All of it", () => this.fit()], ["Save as PNG", () => this.save()]];
    this.files = make("span", { className: "take" });
    return make("div", { className: "tools" }, ...buttons.map(([text, press]) => make("button", { text, press })), this.files);
  }

  writeFiles() {
    const graphml = new URL(this.source);
    graphml.searchParams.set("format", "graphml");
    const file = (text, address, name) => make("a", { text, href: address.href, download: name });
    this.files.replaceChildren(file("JSON", this.source, "network.json"), file("GraphML", graphml, "network.graphml"));
  }

  async save() {
    const background = getComputedStyle(this.stage).backgroundColor;
    const picture = await this.graph.png({ output: "blob-promise", full: true, scale: 2, bg: background, maxWidth: 4000, maxHeight: 4000 });
    const address = URL.createObjectURL(picture);
    make("a", { href: address, download: "network.png" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

for (const section of document.querySelectorAll("[data-network]")) {
  const drawing = new Drawing(section);
  drawing.attempt(() => drawing.start());
}
