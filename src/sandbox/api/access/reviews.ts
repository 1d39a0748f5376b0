import { isObject } from "../../objects/json.ts";
import { type Exchange, readBody, sendJson } from "../exchange.ts";
import type { ResourceRequest } from "../request.ts";
import { isAllowed, rulesOf } from "./authorization.ts";

/** Serves the questions `kubectl auth can-i` and `kubectl auth whoami`. Gives whether the request was one of them. */
export async function serveReview(
	exchange: Exchange,
	{ resource, group, version, verb }: ResourceRequest,
): Promise<boolean> {
	if (verb !== "create" || version !== "v1") return false;
	if (
		group === "authorization.k8s.io" &&
		resource === "selfsubjectaccessreviews"
	) {
		await accessReview(exchange);
		return true;
	}
	if (
		group === "authorization.k8s.io" &&
		resource === "selfsubjectrulesreviews"
	) {
		await rulesReview(exchange);
		return true;
	}
	if (group === "authentication.k8s.io" && resource === "selfsubjectreviews") {
		selfReview(exchange);
		return true;
	}
	return false;
}

async function specOf({ request }: Exchange) {
	const body = await readBody(request);
	return isObject(body) && isObject(body["spec"]) ? body["spec"] : {};
}

async function accessReview(exchange: Exchange): Promise<void> {
	const spec = await specOf(exchange);
	const asked = isObject(spec["resourceAttributes"])
		? spec["resourceAttributes"]
		: {};
	const text = (field: string) => {
		const value = asked[field];
		return typeof value === "string" && value !== "" ? value : undefined;
	};
	const allowed = isAllowed(exchange.context.store, exchange.user, {
		verb: text("verb") ?? "",
		group: text("group") ?? "",
		resource: text("resource") ?? "",
		subresource: text("subresource"),
		namespace: text("namespace"),
		name: text("name"),
	});
	sendJson(exchange, 201, {
		kind: "SelfSubjectAccessReview",
		apiVersion: "authorization.k8s.io/v1",
		metadata: {},
		spec,
		status: { allowed },
	});
}

/** `kubectl auth can-i --list` */
async function rulesReview(exchange: Exchange): Promise<void> {
	const spec = await specOf(exchange);
	const namespace = String(spec["namespace"] ?? "");
	const rules = rulesOf(exchange.context.store, exchange.user, namespace);
	sendJson(exchange, 201, {
		kind: "SelfSubjectRulesReview",
		apiVersion: "authorization.k8s.io/v1",
		metadata: {},
		spec,
		status: {
			resourceRules: rules.filter(({ resources }) => resources),
			nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs),
			incomplete: false,
		},
	});
}

function selfReview(exchange: Exchange): void {
	const { name, groups, uid, extra } = exchange.user;
	sendJson(exchange, 201, {
		kind: "SelfSubjectReview",
		apiVersion: "authentication.k8s.io/v1",
		metadata: {},
		status: {
			userInfo: {
				username: name,
				...(uid === undefined ? {} : { uid }),
				groups,
				...(extra === undefined ? {} : { extra }),
			},
		},
	});
}
