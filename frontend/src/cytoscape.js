// Cytoscape with the fcose layout registered: `cytoscape({ layout: { name: "fcose" } })`.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

export { cytoscape };
export default cytoscape;
