// What the SPARQL editor suggests: the query's variables, keywords, and the words of the data with what they mean.

import { startCompletion, syntaxTree } from "../vendor/codemirror.js";

const KEYWORDS = (
  "SELECT CONSTRUCT DESCRIBE ASK WHERE DISTINCT REDUCED PREFIX BASE FROM GRAPH OPTIONAL UNION MINUS FILTER BIND AS VALUES UNDEF " +
  "EXISTS NOT IN ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR BOUND IF COALESCE " +
  "STR LANG LANGMATCHES DATATYPE IRI STRLEN SUBSTR UCASE LCASE STRSTARTS STRENDS CONTAINS STRBEFORE STRAFTER CONCAT REPLACE REGEX " +
  "ABS ROUND CEIL FLOOR YEAR MONTH DAY NOW isIRI isBLANK isLITERAL isNUMERIC sameTerm STRDT STRLANG"
).split(" ");
const WORD = /[?$]\w*|[A-Za-z][\w-]*:[\w-]*|:[\w-]*|[A-Za-z]\w*/;
const TOKEN =
  /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|@[\w-]+|[A-Za-z][\w-]*:[\w-]*|:[\w-]*|\w+|\S/g;
const DECLARED = /\bPREFIX\s+([A-Za-z][\w.-]*|)\s*:\s*<([^<>"{}|^`\\\s]*)>/gi;
const TYPES = new Set(["a", "rdf:type", "rdfs:subClassOf", "kg:eventClass"]);
const MOST = 100;

/** The prefixes that a query declares, with their namespaces. */
export function declared(text) {
  return new Map([...text.matchAll(DECLARED)].map(([, prefix, namespace]) => [prefix, namespace]));
}

/** The change that declares a prefix: a line of its own behind the last declaration, or before everything. */
export function declaration(text, prefix, namespace) {
  const last = [...text.matchAll(DECLARED)].at(-1);
  const line = `PREFIX ${prefix}: <${namespace}>`;
  if (last) return { from: last.index + last[0].length, insert: `\n${line}` };
  const comments = /^(?:#[^\n]*\n)*/.exec(text)[0].length;
  return { from: comments, insert: `${line}\n` };
}

/** Which part of a triple comes next: "subject", "predicate", "object", or "" where it is none; and the predicate before. */
export function slot(before) {
  const open = [];
  let at = "";
  let predicate = "";
  for (const [token] of before.matchAll(TOKEN)) {
    const word = token.toUpperCase();
    if (token.startsWith("#")) continue;
    if (token === "{") {
      open.push(at);
      at = at === "values" ? "term" : "subject";
    } else if (token === "}") {
      open.pop();
      at = "subject";
    } else if (at === "term") continue;
    else if (token === ".") at = "subject";
    else if (token === ";") at = "predicate";
    else if (token === ",") at = at === "" ? "" : "object";
    else if (word === "VALUES") at = "values";
    else if (["FILTER", "BIND", "SELECT", "GRAPH", "FROM", "ORDER", "GROUP", "HAVING", "PREFIX"].includes(word)) at = "";
    else if (["/", "|", "^", "!"].includes(token) && at === "end-of-predicate") at = "predicate";
    else if (at === "subject" && /^(?:[?$<\w:])/.test(token) && !KEYWORDS.includes(word)) at = "predicate";
    else if (at === "predicate" && /^(?:[?$<\w:])/.test(token)) [at, predicate] = ["end-of-predicate", token];
    else if (at === "end-of-predicate" && /^[?$<"'\w:[]/.test(token)) at = "after";
    else if (at === "object" && /^[?$<"'\w:[]/.test(token)) at = "after";
  }
  const part = { "end-of-predicate": "object", term: "object", values: "", after: "" }[at] ?? at;
  return { part, predicate };
}

function nameIn(term, prefixes, known) {
  for (const [prefix, namespace] of prefixes) {
    const local = term.iri.startsWith(namespace) ? term.iri.slice(namespace.length) : "";
    if (namespace && /^[A-Za-z_]\w*$/.test(local)) return `${prefix}:${local}`;
  }
  const [prefix] = term.name.split(":");
  const hidden = term.name.startsWith("<") || (prefixes.has(prefix) && prefixes.get(prefix) !== known[prefix]);
  return hidden ? `<${term.iri}>` : term.name;
}

// How well a term answers to what is typed: 0 where it does not.
function fit(term, name, typed) {
  const wanted = typed.toLowerCase();
  const whole = name.toLowerCase();
  if (wanted.includes(":")) {
    const [prefix, local] = wanted.split(":");
    if (!whole.startsWith(`${prefix}:`)) return 0;
    const rest = whole.slice(prefix.length + 1);
    return rest.startsWith(local) ? 4 : rest.includes(local) ? 2 : 0;
  }
  const local = whole.slice(whole.indexOf(":") + 1);
  const label = (term.label ?? "").toLowerCase();
  if (local.startsWith(wanted) || label.startsWith(wanted)) return 3;
  if (label.split(" ").some((word) => word.startsWith(wanted))) return 2;
  return wanted.length > 3 && (term.definition ?? "").toLowerCase().split(/[^a-z]+/).includes(wanted) ? 1 : 0;
}

function wantedKinds({ part, predicate }) {
  if (part === "predicate") return ["property"];
  if (part !== "object") return [];
  if (TYPES.has(predicate)) return ["class"];
  return predicate === "rdf:predicate" ? ["property"] : ["individual"];
}

/** The source of suggestions; `words` gives the words of the data, or `null` until they are there. */
export function completions(words) {
  return (context) => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (["Comment", "String", "IriRef"].includes(node.name)) return null;
    const match = context.matchBefore(WORD);
    if (!match && !context.explicit) return null;
    const from = match?.from ?? context.pos;
    const typed = match?.text ?? "";
    const text = context.state.doc.toString();
    if (/^[?$]/.test(typed)) return variables(text, from, context.pos);
    if (/<[^<>\s]+$/.test(text.slice(0, from))) return null; // an IRI that has not ended yet
    const prefixes = declared(text);
    const place = slot(text.slice(0, from));
    const options = [...terms(words(), typed, prefixes, place), ...others(words(), typed, prefixes)];
    return options.length ? { from, options: options.slice(0, MOST), filter: false } : null;
  };
}

function variables(text, from, to) {
  const others = text.slice(0, from) + " " + text.slice(to);
  const typed = text.slice(from, to);
  const names = [...new Set([...others.matchAll(/[?$]\w+/g)].map(([name]) => name))];
  const options = names.filter((name) => name.startsWith(typed)).map((label) => ({ label, type: "variable" }));
  return options.length ? { from, options, filter: false } : null;
}

function terms(words, typed, prefixes, place) {
  if (!words) return [];
  const wanted = wantedKinds(place);
  const kinds = { class: words.classes, property: words.properties, individual: words.individuals };
  const found = [];
  for (const [type, listed] of Object.entries(kinds)) {
    const suits = wanted.includes(type) ? 10 : 0;
    for (const term of listed) {
      const name = nameIn(term, prefixes, words.prefixes);
      const rank = typed ? fit(term, name, typed) : suits;
      if (rank) found.push({ term, name, type, rank: rank + suits, count: term.count ?? 0 });
    }
  }
  found.sort((one, other) => other.rank - one.rank || other.count - one.count || (one.name < other.name ? -1 : 1));
  return found.slice(0, MOST).map(({ term, name, type, count }) => ({
    label: name,
    detail: [term.label, count ? count.toLocaleString("en") : ""].filter(Boolean).join(" · "),
    info: term.definition,
    type,
    apply: (view, completion, from, to) => insert(view, name, from, to, words.prefixes),
  }));
}

function others(words, typed, prefixes) {
  if (typed.includes(":")) return [];
  const begins = (name) => name.toLowerCase().startsWith(typed.toLowerCase());
  const known = { ...words?.prefixes, ...Object.fromEntries(prefixes) };
  const spaces = Object.keys(known).filter(begins).map((prefix) => ({
    label: `${prefix}:`,
    detail: known[prefix],
    type: "namespace",
    apply: (view, completion, from, to) => {
      insert(view, `${prefix}:`, from, to, known);
      setTimeout(() => startCompletion(view), 0);
    },
  }));
  return [...KEYWORDS.filter(begins).map((label) => ({ label, type: "keyword" })), ...spaces];
}

function insert(view, name, from, to, namespaces) {
  const text = view.state.doc.toString();
  const prefix = /^([A-Za-z][\w-]*):/.exec(name)?.[1];
  const changes = [{ from, to, insert: name }];
  let moved = 0;
  if (prefix && namespaces[prefix] && !declared(text).has(prefix) && !/PREFIX\s+$/i.test(text.slice(0, from))) {
    const added = declaration(text, prefix, namespaces[prefix]);
    changes.unshift(added);
    moved = added.from <= from ? added.insert.length : 0;
  }
  view.dispatch({ changes, selection: { anchor: from + moved + name.length }, userEvent: "input.complete", scrollIntoView: true });
}
