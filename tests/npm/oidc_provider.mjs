// SPDX-License-Identifier: Apache-2.0
//
// A real OpenID Connect provider (npm oidc-provider) with one client: node oidc_provider.mjs PUBLIC_URL. Its port is the first
// line on its standard error. Everybody logs in by typing their name, without a password.
//
// POST /control with JSON makes it lie and tells of it:
//   {"lie": NAME}           what it does to ID tokens from now on: see LIES; "" = nothing
//   {"publish": true}       whether /jwks has the second key, which the lie "second_key" signs with
//   {"visit": URL, "as": SUBJECT}  goes there as a browser would and logs in; answers where that leads to in the end
// Each answers {"jwks": how often keys were asked for, "subject": of the last token, "location": where a visit led}.
import { createHmac } from "node:crypto";
import http from "node:http";
import * as jose from "jose";
import Provider from "oidc-provider";

// It warns of settings that are for tests.
console.info = console.warn = () => {};

const publicUrl = process.argv[2];

const makeKey = async (kid, alg = "RS256") => {
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  return { ...(await jose.exportJWK(privateKey)), kid, alg, use: "sig" };
};
const rsa = await makeKey("first");
const ec = await makeKey("curve", "ES256");
const rsaKey = await jose.importJWK(rsa, "RS256");
const second = await makeKey("second");
const foreign = await makeKey("first");  // takes the name of another
const publicOf = ({ kty, n, e, crv, x, y, kid, alg, use }) => JSON.parse(JSON.stringify({ kty, n, e, crv, x, y, kid, alg, use }));

let lie = "";
let publish = false;
let jwksAsked = 0;
let lastSubject = null;

const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const signed = async (claims, key = rsa, head = {}) => new jose.SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...head }).sign(await jose.importJWK(key, key.alg));

const LIES = {
  none: (claims) => `${base64url({ alg: "none" })}.${base64url(claims)}.`,
  // The public key, which everybody has, as the secret of an HMAC.
  hmac: async (claims) => {
    const pem = await jose.exportSPKI(await jose.importJWK(publicOf(rsa), "RS256"));
    const text = `${base64url({ alg: "HS256", kid: "first" })}.${base64url(claims)}`;
    return `${text}.${createHmac("sha256", pem).update(text).digest("base64url")}`;
  },
  foreign_key: (claims) => signed(claims, foreign),
  second_key: (claims) => signed(claims, second),
  curve: (claims) => signed(claims, ec),
  algorithm_of_another_key: (claims) => signed(claims, rsa, { kid: "curve" }),
  issuer: (claims) => signed({ ...claims, iss: "http://127.0.0.1:1" }),
  audience: (claims) => signed({ ...claims, aud: "another" }),
  several_audiences: (claims) => signed({ ...claims, aud: ["sohoa", "another"] }),
  nonce: (claims) => signed({ ...claims, nonce: "another" }),
  no_nonce: ({ nonce, ...claims }) => signed(claims),
  expired: (claims) => signed({ ...claims, iat: claims.iat - 500, exp: claims.iat - 400 }),
  to_come: (claims) => signed({ ...claims, nbf: claims.iat + 600 }),
  no_subject: ({ sub, ...claims }) => signed(claims),
  altered: async (claims) => {
    const [head, , signature] = (await signed(claims)).split(".");
    return `${head}.${base64url({ ...claims, sub: "somebody-else" })}.${signature}`;
  },
  critical: (claims) => new jose.FlattenedSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256", kid: "first", crit: ["exp"], exp: 1 })
    .sign(rsaKey, { crit: { exp: true } }).then(({ protected: head, payload, signature }) => `${head}.${payload}.${signature}`),
  garbage: () => "a.b.c",
  missing: () => undefined,
};
const server = http.createServer();
server.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: "sohoa",
    client_secret: "a secret: with signs",
    redirect_uris: [`${publicUrl}/v1/session/oidc/callback`],
    post_logout_redirect_uris: [`${publicUrl}/`],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  pkce: { required: () => true, methods: ["S256"] },
  jwks: { keys: [rsa, ec] },
  cookies: { keys: ["only for tests"] },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><html lang="vi"><title>SSO</title><link rel="icon" href="data:,">${form}<button form="op.logoutForm" name="logout" value="yes">OK</button></html>`;
      },
    },
  },
  interactions: { url: (ctx, { uid }) => `/interaction/${uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // Nobody is asked whether they agree: the client is the agency's own.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
});
provider.use(async (ctx, next) => {
  if (ctx.path === "/jwks") jwksAsked += 1;
  await next();
  if (ctx.path === "/jwks" && publish) ctx.body = { keys: [...ctx.body.keys, publicOf(second)] };
  if (ctx.path !== "/token" || !ctx.body?.id_token) return;
  const claims = jose.decodeJwt(ctx.body.id_token);
  lastSubject = claims.sub;
  if (lie) ctx.body.id_token = await LIES[lie](claims);
});

const bodyOf = async (request) => {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
};

async function interact(request, response) {
  if (request.method === "POST") {
    const login = new URLSearchParams(await bodyOf(request)).get("login");
    return provider.interactionFinished(request, response, { login: { accountId: login } }, { mergeWithLastSubmission: false });
  }
  response.setHeader("content-type", "text/html; charset=utf-8");
  return response.end(`<!doctype html><html lang="vi"><title>SSO</title><link rel="icon" href="data:,"><form method="post"><input id="login" name="login" autofocus><button>OK</button></form></html>`);
}

// One request, without following redirects; fetch of older versions of Node.js gives no cookies.
function request(address, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const sent = http.request(address, { method, headers }, (response) => bodyOf(response).then((text) => resolve({ status: response.statusCode, headers: response.headers, text }), reject));
    sent.on("error", reject);
    sent.end(body);
  });
}

// What a browser does, up to where it comes back.
async function visit(address, subject) {
  const cookies = new Map();
  let body;
  for (let step = 0; step < 10; ++step) {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    if (body !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
    const response = await request(address, { method: body === undefined ? "GET" : "POST", headers, body });
    for (const cookie of response.headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    body = undefined;
    const { location } = response.headers;
    if (location) address = new URL(location, address).href;
    else if (new URL(address).pathname.startsWith("/interaction/")) body = `login=${encodeURIComponent(subject)}`;
    else throw new Error(`no way on from ${address}: ${response.status} ${response.text}`);
    if (!address.startsWith(issuer)) return address;
  }
  throw new Error("no end of it");
}

async function control(asked, response) {
  const order = JSON.parse(await bodyOf(asked));
  if ("lie" in order) {
    if (order.lie && !LIES[order.lie]) throw new Error(`no such lie: ${order.lie}`);
    lie = order.lie;
  }
  if ("publish" in order) publish = order.publish;
  const location = order.visit ? await visit(order.visit, order.as) : null;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ jwks: jwksAsked, subject: lastSubject, location }));
}

const answer = provider.callback();
server.on("request", (request, response) => {
  const failed = (error) => {
    response.statusCode = 500;
    response.end(String(error.stack));
  };
  if (request.url === "/control") control(request, response).catch(failed);
  else if (request.url.startsWith("/interaction/")) interact(request, response).catch(failed);
  else answer(request, response);
});
process.stderr.write(`${server.address().port}\n`);
