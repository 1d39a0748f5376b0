import { fieldsOf } from "../../objects/json.ts";
import type { Pod } from "../../objects/pod.ts";
import { selects } from "../../objects/selector.ts";
import { StatusError } from "../../registry/status-error.ts";
import type { Store } from "../../store/store.ts";
import { type Exchange, readBody } from "../exchange.ts";
import { parseDeleteOptions, sendSuccess } from "../resources/remove.ts";

/** Serves `pods/eviction`: a deletion that disruption budgets may refuse. @throws StatusError 429, 500 */
export async function serveEviction(
	exchange: Exchange,
	{ metadata, status }: Pod,
): Promise<void> {
	const body = fieldsOf(await readBody(exchange.request));
	const options = fieldsOf(body["deleteOptions"]);
	const { store, registry } = exchange.context;
	const isRunning = status.phase === "Running" && !metadata.deletionTimestamp;
	if (isRunning) checkBudgets(store, metadata);
	registry.delete(
		"pods",
		metadata.name,
		metadata.namespace,
		parseDeleteOptions(options, exchange.url.searchParams),
	);
	sendSuccess(exchange, 201, { code: 201 });
}

function checkBudgets(
	store: Store,
	{ namespace, labels }: Pod["metadata"],
): void {
	const budgets = store
		.list("poddisruptionbudgets", namespace)
		.filter(({ spec }) => selects(spec.selector, labels));
	if (budgets.length > 1)
		throw new StatusError(
			500,
			"InternalError",
			"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
		);
	const [budget] = budgets;
	if (!budget?.status || budget.status.disruptionsAllowed > 0) return;
	const { desiredHealthy, currentHealthy } = budget.status;
	throw new StatusError(
		429,
		"TooManyRequests",
		"Cannot evict pod as it would violate the pod's disruption budget.",
		{
			causes: [
				{
					reason: "DisruptionBudget",
					message: `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
				},
			],
		},
	);
}
