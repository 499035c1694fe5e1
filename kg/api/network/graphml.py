"""GraphML: a network as programs that draw graphs read it (Gephi, yEd, Cytoscape)."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from kg.api.network.models import DrawnNetwork

GRAPHML: Final = "application/graphml+xml"

_NODE_FIELDS: Final = {"label": "string", "type": "string", "linked": "int"}
_LINK_FIELDS: Final = {
    "kind": "string", "phrase": "string", "standing": "string", "claims": "int", "claimants": "int", "documents": "int",
    "affirmed": "int", "denied": "int", "planned": "int", "possible": "int", "hypothetical": "int",
    "first": "string", "last": "string", "iri": "string",
}  # fmt: skip
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(network: DrawnNetwork) -> bytes:
    """The network as GraphML 1.0. Nodes go by their IRIs; characters that XML cannot hold are left out."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for kind, fields in (("node", _NODE_FIELDS), ("edge", _LINK_FIELDS)):
        for name, of in fields.items():
            lines.append(f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{of}"/>')
    lines.append('<graph edgedefault="directed">')
    lines += [f"<node id={_quoted(node.iri)}>{_data('node', _NODE_FIELDS, node)}</node>" for node in network.nodes]
    for number, link in enumerate(network.links):
        ends = f"source={_quoted(link.source)} target={_quoted(link.target)}"
        lines.append(f'<edge id="e{number}" {ends}>{_data("edge", _LINK_FIELDS, link)}</edge>')
    lines += ["</graph>", "</graphml>", ""]
    return "\n".join(lines).encode()


def _data(kind: str, fields: dict[str, str], thing: object) -> str:
    values = ((name, _plain(str(getattr(thing, name)))) for name in fields)
    return "".join(f'<data key="{kind}-{name}">{_escaped(value)}</data>' for name, value in values if value)


def _quoted(text: str) -> str:
    return quoteattr(_plain(text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _plain(text: str) -> str:
    return _NOT_XML.sub("", text)
