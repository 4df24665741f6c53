// The map of incidents: Natural Earth's countries from this server, marks gathered by the server, linked to the filter.
(() => {
  const box = document.getElementById("map");
  const form = document.getElementById("filter");
  const says = document.getElementById("map-says");
  const follow = document.getElementById("follow");
  const bbox = document.getElementById("bbox");
  if (matchMedia("(max-width: 900px)").matches) document.getElementById("filter-box").open = false;
  if (!box || !window.maplibregl) return;

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const EMPTY = { type: "FeatureCollection", features: [] };
  let map = null, marksNow = EMPTY, fitted = false;

  function style(land) {
    const layers = [{ id: "sea", type: "background", paint: { "background-color": css("--sea") } }];
    const sources = { land: { type: "geojson", data: land.shapes, attribution: "Borders by Natural Earth, without endorsement" },
                      lines: { type: "geojson", data: land.lines },
                      names: { type: "geojson", data: land.names },
                      marks: { type: "geojson", data: marksNow }, spot: { type: "geojson", data: EMPTY } };
    if (box.dataset.tiles) {
      sources.tiles = { type: "raster", tiles: [box.dataset.tiles], tileSize: 256 };
      layers.push({ id: "tiles", type: "raster", source: "tiles" });
    } else {
      layers.push(
        { id: "land", type: "fill", source: "land", paint: { "fill-color": css("--land") } },
        { id: "lines", type: "line", source: "lines", paint: { "line-color": css("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.4] } },
        { id: "names", type: "symbol", source: "names", minzoom: 1.5,
          layout: { "text-field": ["get", "name"], "text-font": ["system-ui", "sans-serif"], "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 6, 14], "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]] },
          paint: { "text-color": css("--place"), "text-halo-color": css("--land"), "text-halo-width": 1.2 } });
    }
    const share = ["/", ["get", "mx"], ["get", "n"]], coop = ["/", ["get", "coop"], ["get", "n"]];
    layers.push(
      { id: "marks", type: "circle", source: "marks", layout: { "circle-sort-key": ["-", 0, ["get", "n"]] },
        paint: { "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 6.5, 4, 12, 10, 18, 60, 36],
                 "circle-color": ["case", [">=", share, 0.5], css("--q-mx"), [">=", coop, 0.5], css("--q-mc"), css("--q-vx")],
                 "circle-opacity": 0.72, "circle-stroke-color": css("--sheet"), "circle-stroke-width": 1.2 } },
      { id: "counts", type: "symbol", source: "marks", filter: [">", ["get", "n"], 1],
        layout: { "text-field": ["to-string", ["get", "n"]], "text-font": ["system-ui", "sans-serif"], "text-size": 11, "text-allow-overlap": false },
        paint: { "text-color": "#ffffff", "text-halo-color": "rgba(0,0,0,0.35)", "text-halo-width": 1 } },
      { id: "spot", type: "circle", source: "spot", paint: { "circle-radius": 16, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": css("--ink"), "circle-stroke-width": 2.5 } });
    return { version: 8, sources, layers };
  }

  function landFrom(topology) {
    const shapes = topojson.feature(topology, topology.objects.countries);
    const names = { type: "FeatureCollection", features: shapes.features.map(nameOf).filter(Boolean) };
    return { shapes, names, lines: topojson.mesh(topology, topology.objects.countries) };
  }

  // The middle of the largest part of a country, for its name.
  function nameOf(feature) {
    const g = feature.geometry;
    if (!g || !feature.properties.name) return null;
    const parts = g.type === "Polygon" ? [g.coordinates] : g.coordinates;
    let best = null, size = -1;
    for (const part of parts) {
      let area = 0, x = 0, y = 0;
      const ring = part[0];
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
        area += cross; x += (ring[j][0] + ring[i][0]) * cross; y += (ring[j][1] + ring[i][1]) * cross;
      }
      if (Math.abs(area) > size) { size = Math.abs(area); best = [x / (3 * area), y / (3 * area)]; }
    }
    return best && { type: "Feature", geometry: { type: "Point", coordinates: best }, properties: { name: feature.properties.name, size } };
  }

  function filterPairs() {
    const pairs = new URLSearchParams(new FormData(form));
    pairs.delete("bbox"); // the map shows its surroundings too
    for (const key of [...pairs.keys()]) if (!pairs.get(key)) pairs.delete(key);
    return pairs;
  }

  let asked = 0;
  async function fetchMarks(fit) {
    const pairs = filterPairs();
    const b = map.getBounds();
    const all = fit || map.getZoom() < 1.5;
    pairs.set("zoom", map.getZoom().toFixed(1));
    if (!all) pairs.set("view", [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(3)).join(","));
    const mine = ++asked;
    const answer = await fetch("/incidents/map.json?" + pairs);
    if (!answer.ok || mine !== asked) return;
    marksNow = await answer.json();
    map.getSource("marks")?.setData(marksNow);
    const n = marksNow.features.reduce((sum, f) => sum + f.properties.n, 0);
    box.dataset.n = String(n);
    says.textContent = n ? "" : "No incident with a point here.";
    if (fit && n) fitTo(marksNow.features);
  }

  // Where most incidents lie decides what is shown first, not the farthest one.
  function fitTo(features) {
    const ends = (axis) => {
      const sorted = features.map((f) => [f.geometry.coordinates[axis], f.properties.n]).sort((x, y) => x[0] - y[0]);
      const total = sorted.reduce((sum, x) => sum + x[1], 0);
      let seen = 0, low = sorted[0][0], high = sorted[sorted.length - 1][0];
      for (const [at, n] of sorted) {
        if (seen <= total * 0.12) low = at;
        if (seen < total * 0.88) high = at;
        seen += n;
      }
      return [low, high];
    };
    const [west, east] = ends(0), [south, north] = ends(1);
    map.fitBounds([[west, south], [east, north]], { padding: 70, maxZoom: 5.6, animate: false });
  }

  function popup(feature, at) {
    const p = feature.properties;
    const root = document.createElement("div");
    const title = document.createElement("strong");
    title.textContent = p.place || (p.n > 1 ? "Several places" : "One incident");
    const line = document.createElement("p");
    line.textContent = p.n + (p.n > 1 ? " incidents" : " incident") + (p.mx ? ", " + p.mx + " of force" : "") + (p.killed ? ", " + p.killed + " killed" : "");
    root.append(title, line);
    const link = document.createElement("a");
    if (p.id) {
      link.href = "/incidents/" + encodeURIComponent(p.id);
      link.textContent = "Open it";
    } else if (p.place) {
      link.href = "#";
      link.textContent = "List these";
      link.addEventListener("click", (event) => {
        event.preventDefault();
        form.elements.place.value = p.place;
        form.dispatchEvent(new Event("change", { bubbles: true }));
        card.remove();
      });
    } else {
      link.href = "#";
      link.textContent = "Closer";
      link.addEventListener("click", (event) => { event.preventDefault(); map.easeTo({ center: at, zoom: map.getZoom() + 2.2 }); card.remove(); });
    }
    root.append(link);
    const card = new maplibregl.Popup({ maxWidth: "260px", focusAfterOpen: false }).setLngLat(at).setDOMContent(root).addTo(map);
  }

  async function start() {
    maplibregl.setWorkerUrl(box.dataset.worker);
    const land = landFrom(await (await fetch(box.dataset.countries)).json());
    try {
      map = new maplibregl.Map({ container: box, style: style(land), center: [25, 25], zoom: 1.2, maxZoom: 12, attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false, cooperativeGestures: matchMedia("(max-width: 900px)").matches });
    } catch (error) {
      box.textContent = "This browser cannot draw the map (WebGL is off); the list has every incident.";
      box.classList.add("no-map");
      return;
    }
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.getCanvas().setAttribute("aria-label", "Map of the incidents that the filter lets through; arrow keys move it, + and - zoom");
    map.on("load", async () => {
      await fetchMarks(true);
      fitted = true;
      await fetchMarks(false); // at the scale that is now shown
      box.dataset.ready = "1";
    });
    map.on("moveend", () => {
      if (!fitted) return;
      fetchMarks(false);
      if (follow.checked) setBox();
    });
    map.on("click", "marks", (event) => popup(event.features[0], event.features[0].geometry.coordinates.slice()));
    map.on("mouseenter", "marks", () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", "marks", () => { map.getCanvas().style.cursor = ""; });
    document.addEventListener("themechange", () => map.setStyle(style(land)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(land)));
  }

  function setBox() {
    const b = map.getBounds();
    bbox.value = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(3)).join(",");
    htmx.trigger(form, "submit");
  }

  follow.addEventListener("change", (event) => {
    event.stopPropagation();
    if (follow.checked && map) setBox();
    else { bbox.value = ""; htmx.trigger(form, "submit"); }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "results" && map && fitted && !follow.checked) fetchMarks(false);
  });
  // A line of the list shows where it is.
  const spot = (row) => map?.getSource("spot")?.setData(!row?.dataset.lat ? EMPTY :
    { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [Number(row.dataset.lon), Number(row.dataset.lat)] } });
  const results = document.getElementById("results");
  results.addEventListener("mouseover", (event) => spot(event.target.closest("li")));
  results.addEventListener("mouseleave", () => spot(null));
  results.addEventListener("focusin", (event) => spot(event.target.closest("li")));
  start();
})();
