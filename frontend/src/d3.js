// What maps and timelines need of D3, and TopoJSON's reader of world.json.
export { axisBottom, axisLeft, axisRight, axisTop } from "d3-axis";
export { brush, brushSelection, brushX, brushY } from "d3-brush";
export { drag } from "d3-drag";
export {
  geoBounds,
  geoCentroid,
  geoCircle,
  geoContains,
  geoDistance,
  geoEqualEarth,
  geoEquirectangular,
  geoGraticule10,
  geoInterpolate,
  geoMercator,
  geoNaturalEarth1,
  geoOrthographic,
  geoPath,
} from "d3-geo";
export {
  scaleBand,
  scaleLinear,
  scaleLog,
  scaleOrdinal,
  scalePoint,
  scaleSqrt,
  scaleThreshold,
  scaleTime,
  scaleUtc,
} from "d3-scale";
export { pointer, pointers, select, selectAll } from "d3-selection";
export { zoom, zoomIdentity, zoomTransform } from "d3-zoom";
export { feature, merge, mesh, neighbors } from "topojson-client";
