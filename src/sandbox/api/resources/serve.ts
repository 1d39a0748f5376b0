import type { ResourceType } from "../../objects/kinds.ts";
import { StatusError } from "../../registry/status-error.ts";
import type { Exchange } from "../exchange.ts";
import type { ResourceRequest } from "../request.ts";
import { serveGet, serveList, serveWatch } from "./read.ts";
import { serveDelete } from "./remove.ts";
import { serveCreate, servePatch, serveUpdate } from "./write.ts";

/** A request for a resource that exists in the sandbox. */
export type ResourceExchange = {
	readonly exchange: Exchange;
	readonly info: ResourceRequest;
	readonly type: ResourceType;
};

/** Serves a request for a resource or its status. @throws StatusError */
export async function serveResource(asked: ResourceExchange): Promise<void> {
	switch (asked.info.verb) {
		case "get":
			return serveGet(asked);
		case "list":
			return serveList(asked);
		case "watch":
			return serveWatch(asked);
		case "create":
			return serveCreate(asked);
		case "update":
			return serveUpdate(asked);
		case "patch":
			return servePatch(asked);
		case "delete":
			return serveDelete(asked);
		case "deletecollection":
			throw new StatusError(
				405,
				"MethodNotAllowed",
				"the sandbox deletes objects one by one, as kubectl does",
			);
	}
}
