import { fieldsOf } from "../../objects/json.ts";
import { type Exchange, readBody, sendJson } from "../exchange.ts";
import type { ResourceRequest } from "../request.ts";
import { isAllowed, rulesOf } from "./authorization.ts";

/** A resource that answers a question and stores nothing. */
type Review = {
	readonly groupVersion: string;
	readonly name: string;
	readonly kind: string;
	/** Returns the fields of the answer except `kind`, `apiVersion` and `metadata`. */
	readonly answer: (exchange: Exchange) => object | Promise<object>;
};

/** The reviews that `kubectl auth can-i`, `kubectl auth can-i --list` and `kubectl auth whoami` ask for. */
export const REVIEWS: readonly Review[] = [
	{
		groupVersion: "authorization.k8s.io/v1",
		name: "selfsubjectaccessreviews",
		kind: "SelfSubjectAccessReview",
		answer: accessReview,
	},
	{
		groupVersion: "authorization.k8s.io/v1",
		name: "selfsubjectrulesreviews",
		kind: "SelfSubjectRulesReview",
		answer: rulesReview,
	},
	{
		groupVersion: "authentication.k8s.io/v1",
		name: "selfsubjectreviews",
		kind: "SelfSubjectReview",
		answer: selfReview,
	},
];

/** Serves {@link REVIEWS}. Returns whether the request was for one of them. */
export async function serveReview(
	exchange: Exchange,
	{ resource, group, version, verb }: ResourceRequest,
): Promise<boolean> {
	const review = REVIEWS.find(
		({ groupVersion, name }) =>
			groupVersion === `${group}/${version}` && name === resource,
	);
	if (review === undefined || verb !== "create") return false;
	const { kind, groupVersion: apiVersion, answer } = review;
	const answered = await answer(exchange);
	sendJson(exchange, 201, { kind, apiVersion, metadata: {}, ...answered });
	return true;
}

async function specOf({ request }: Exchange) {
	return fieldsOf(fieldsOf(await readBody(request))["spec"]);
}

async function accessReview(exchange: Exchange): Promise<object> {
	const spec = await specOf(exchange);
	const asked = fieldsOf(spec["resourceAttributes"]);
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
	return { spec, status: { allowed } };
}

async function rulesReview(exchange: Exchange): Promise<object> {
	const spec = await specOf(exchange);
	const namespace = String(spec["namespace"] ?? "");
	const rules = rulesOf(exchange.context.store, exchange.user, namespace);
	return {
		spec,
		status: {
			resourceRules: rules.filter(({ resources }) => resources),
			nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs),
			incomplete: false,
		},
	};
}

function selfReview({ user }: Exchange): object {
	const { name: username, groups, uid, extra } = user;
	return { status: { userInfo: { username, uid, groups, extra } } };
}
