import { type Exchange, sendJson, sendText } from "../exchange.ts";
import { discoveryDocument } from "./discovery.ts";
import { OPENAPI_V2_TYPE, openApiV2Document } from "./openapi-v2.ts";
import { openApiDocument } from "./openapi-v3.ts";
import { versionInfo } from "./version.ts";

/** Serves the paths that are not resources: health, version, discovery and OpenAPI. */
export function servePath(exchange: Exchange, path: string): void {
	switch (path) {
		case "/healthz":
		case "/livez":
		case "/readyz":
			sendText(exchange, 200, "ok");
			return;
		case "/version":
			sendJson(exchange, 200, versionInfo());
			return;
		case "/openapi/v2":
			exchange.response
				.writeHead(200, { "content-type": OPENAPI_V2_TYPE })
				.end(openApiV2Document());
			return;
	}
	const document = discoveryDocument(path) ?? openApiDocument(path);
	if (document) sendJson(exchange, 200, document);
	else sendText(exchange, 404, "404 page not found\n");
}
