// The page's only way to the server.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `http_${response.status}`);
  return body;
}

/** GET with query parameters (empty ones left out). Raises Error with the server's error word. */
export async function get(path, query = {}) {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  const search = new URLSearchParams(given).toString();
  return answer(await fetch(search ? `${path}?${search}` : path, { cache: "no-store" }));
}

async function send(method, path, body) {
  const options = {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  };
  return answer(await fetch(path, options));
}

export function post(path, body) {
  return send("POST", path, body);
}

export function remove(path) {
  return send("DELETE", path);
}
