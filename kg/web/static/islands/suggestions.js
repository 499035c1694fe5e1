// What may be meant, while it is typed: a combobox with a list (WAI-ARIA Authoring Practices). Enter searches as ever.

const WAIT = 150;
const LEAST = 2;
const MOST = 8;
let lists = 0;

function suggest(form) {
  const input = form.querySelector('input[name="q"]');
  const source = form.dataset.suggestions;
  const root = source.slice(0, source.lastIndexOf("api/search"));
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let timer;
  let asked;
  let active = -1;

  list.id = `suggestions-${++lists}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "heard";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.type = "text"; // a search field may not be a combobox
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    const options = [...list.children];
    active = options.length ? ((number + options.length + 1) % (options.length + 1)) : -1;
    if (active === options.length) active = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  function option(hit, at) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const kind = document.createElement("span");
    item.id = `${list.id}-${at}`;
    item.dataset.href = root + hit.page;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    name.className = "label";
    name.textContent = hit.name ? `${hit.label} (${hit.name})` : hit.label;
    kind.className = "what";
    kind.textContent = (hit.class ?? hit.kind).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
    item.append(name, " ", kind);
    return item;
  }

  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (text.length < LEAST) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${source}?q=${encodeURIComponent(text.slice(0, 200))}&limit=24`, { signal: asked.signal });
      if (!answer.ok) return close();
      // Claims are sentences; who looks for one goes on to the hits.
      const hits = (await answer.json()).hits.filter((hit) => hit.kind !== "claim").slice(0, MOST);
      list.replaceChildren(...hits.map(option));
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      status.textContent = hits.length === 1 ? "1 suggestion" : `${hits.length || "No"} suggestions`;
      choose(-1);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      if (event.key === "ArrowDown") choose(active + 1);
      else choose(active < 0 ? list.children.length - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.href);
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-href]");
    if (chosen) location.assign(chosen.dataset.href);
  });
}

for (const form of document.querySelectorAll("form[data-suggestions]")) if (form.querySelector('input[name="q"]')) suggest(form);
